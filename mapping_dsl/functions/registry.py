"""Where the families of functions beyond FEEL enter themselves."""

from mapping_dsl.feel.functions.registry import Registry

registry = Registry()
