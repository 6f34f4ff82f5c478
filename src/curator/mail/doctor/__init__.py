"""Whether everything is in place that makes mail arrive; asked before the first issue."""
