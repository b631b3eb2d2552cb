"""Does a query return the rows that it should?"""

from rewardkit_verifiers.code.sql.verifier import sql

__all__ = ["sql"]
