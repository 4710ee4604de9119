"""What is done to offers: their life, what hosts answer, taking part or not."""

from croisee.offers.actions.drafting import (
    ChangedMeanwhileError,
    OtherNameError,
    save_answers,
    start_offer,
    start_offer_at,
    take_over,
)
from croisee.offers.actions.participation import (
    decline_edition,
    pledge_to_send,
    renew_priority_link,
    restore_priority_link,
)
from croisee.offers.actions.states import (
    OfferStateError,
    PlacesTakenError,
    ask_correction,
    pause_offer,
    publish_offer,
    resume_offer,
    set_places,
    submit_offer,
    withdraw_offer,
)

__all__ = [
    "ChangedMeanwhileError",
    "OfferStateError",
    "OtherNameError",
    "PlacesTakenError",
    "ask_correction",
    "decline_edition",
    "pause_offer",
    "pledge_to_send",
    "publish_offer",
    "renew_priority_link",
    "restore_priority_link",
    "resume_offer",
    "save_answers",
    "set_places",
    "start_offer",
    "start_offer_at",
    "submit_offer",
    "take_over",
    "withdraw_offer",
]
