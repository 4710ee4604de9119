from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    pass
