"""Who or what seems to be here twice: found, compared, merged or said to be different."""
