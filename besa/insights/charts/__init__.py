"""Charts: what `series.Chart` says, as a Vega-Lite specification, drawn to SVG by a process of its own, and kept.

The text of a chart enters its specification only as data of text marks: there is no expression, no signal, no
address in it, so that nothing that people wrote can be run or fetched.
"""
