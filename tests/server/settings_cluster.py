"""The cluster profile for tests that sign in by password: no setting leaves second factors out of a real academy."""

from yuanjiao.settings.cluster import *  # noqa: F403 -- settings modules are joined by star import

SECOND_FACTOR_OF_ADMINISTRATORS = False
