"""Django's tags for sentences, with those that never vary looked up once for each language.

A page holds some hundred of them, and looking them up was a tenth of its making.
"""

from __future__ import annotations

from django.template import Library, Node
from django.template.base import Parser, Token, Variable
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class Sentence(Node):
    """A `translate` tag without variables and filters; what it says depends on the language alone."""

    child_nodelists = ()

    def __init__(self, node: i18n.TranslateNode) -> None:
        self._node, self._name = node, node.asvar
        node.asvar = None
        self._said: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> str:
        """The sentence, or nothing where the tag gives it a name."""
        key = get_language(), context.autoescape
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._node.render(context)
        if self._name is None:
            return said
        context[self._name] = said
        return ""


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """As Django's tag of this name."""
    node: i18n.TranslateNode = i18n.do_translate(parser, token)
    expression = node.filter_expression
    varies = expression.filters or node.message_context
    unchanging = isinstance(expression.var, Variable) and expression.var.literal is not None and not varies
    return Sentence(node) if unchanging else node
