"""Coming in, going out, language, second factor. Of allauth only the second factor has addresses;
the names it looks for (`account_…`) lead to ours."""

from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import include, path

from croisee.people.views import announcements, second_factor, sign_in
from croisee.people.views.language import set_language_choice
from croisee.people.views.links import sign_in_confirm, sign_in_link

security = [
    path("", mfa.index, name="mfa_index"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("confirmer/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("identite/", second_factor.reauthenticate, name="account_reauthenticate"),
    path("application/", second_factor.SetUpView.as_view(), name="mfa_activate_totp"),
    path("application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("secours/nouveaux/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("secours/fichier/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]

urlpatterns = [
    path("connexion/", sign_in.sign_in, name="sign_in"),
    path("connexion/", sign_in.sign_in, name="account_login"),
    path("connexion/code/", sign_in.sign_in_sent, name="sign_in_sent"),
    path("connexion/lien/", sign_in_confirm, name="sign_in_confirm"),
    path("connexion/lien/<str:token>/", sign_in_link, name="sign_in_link"),
    path("deconnexion/", sign_in.sign_out, name="sign_out"),
    path("deconnexion/", sign_in.sign_out, name="account_logout"),
    path("langue/", set_language_choice, name="set_language_choice"),
    path("courrier/", announcements.choose, name="announcements"),
    path("courrier/<int:person_id>/<slug:token>/", announcements.unsubscribe, name="unsubscribe"),
    path("compte/securite/", include(security)),
]
