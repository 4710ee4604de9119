"""Hosts of last year that are not in this year's spreadsheet: some are late, some say no, most say
nothing. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Host:
    institution: str
    contact: str
    role: str
    phone: str
    title: str

    @property
    def email(self) -> str:
        first, _space, last = self.contact.partition(" ")
        return f"{first}.{last}@quatrevents.example".lower().replace(" ", "").replace("é", "e")

    def answers(self) -> dict[str, Any]:
        """The cells of a host's row that say who it is."""
        return {
            "institution": self.institution,
            "contact": self.contact,
            "email": self.email,
            "role": self.role,
            "phone": self.phone,
            "address": f"Chemin des Écoliers {int(self.phone[-2:])}",
            "title": self.title,
        }


# In the order of what becomes of them this year: see `late_hosts`.
ONCE_ONLY = (
    Host("Les Quatre Vents", "Odile Marchand", "Direction", "081 55 61 02", "Une journée avec l'équipe"),
    Host("La Maison du Verger", "Karim Lejeune", "Coordination", "04 555 61 14", "Suivre un éducateur"),
    Host("Le Tilleul", "Solange Piette", "Psychologue", "065 55 61 27", "Participer à un atelier"),
    Host("L'Atelier des Possibles", "Bruno Wauters", "Direction", "063 55 61 33", "Un jour en atelier"),
    Host("Le Seuil", "Nadia Haddad", "Assistante sociale", "010 55 61 48", "Accueil et permanence"),
    Host("Les Remparts", "Victor Closset", "Coordination", "081 55 61 55", "Réunion d'équipe et visites"),
    Host("La Chaloupe", "Irène Bastin", "Direction", "04 555 61 60", "Une journée à l'internat"),
    Host("Le Colombier", "Yannick Servais", "Psychologue", "071 55 61 71", "Accompagner une équipe mobile"),
    Host("Les Marronniers", "Rita Vermeulen", "Direction", "065 55 61 86", "Découverte du service"),
    Host("La Traversée", "Alain Hubert", "Coordination", "063 55 61 92", "Un jour en consultation"),
    Host("Le Moulin Vert", "Fatou Camara", "Direction", "010 55 62 05", "Le quotidien d'un groupe de vie"),
    Host("L'Esquif", "Denis Gobert", "Assistante sociale", "081 55 62 13", "Travail de rue"),
    Host("Les Tournesols", "Monique Leroy", "Direction", "04 555 62 28", "Une matinée au jardin"),
    Host("Le Phare du Parc", "Samir Belkacem", "Psychologue", "071 55 62 34", "Entretiens et réunion"),
    Host("La Volière", "Agnès Toussaint", "Coordination", "065 55 62 41", "Suivre une psychomotricienne"),
    Host("Le Gué", "Philippe Nandrin", "Direction", "063 55 62 57", "Visites à domicile"),
)  # fmt: skip
