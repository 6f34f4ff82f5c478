"""The tables, by what they are about; :mod:`curator.storage.schema` has them all."""
