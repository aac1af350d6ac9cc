"""Template tags of the desk: words."""

from django import template

register = template.Library()
