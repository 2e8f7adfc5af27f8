from django import template

from events.attendance import paper

register = template.Library()
register.simple_tag(paper.check_in_code)
