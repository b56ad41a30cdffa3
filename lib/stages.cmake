# The stages, lowest first; what each may include is what it USES, and what that brings along.
stage(base SOURCES error.cpp random.cpp parallel.cpp cancel.cpp option.cpp LINK TBB::tbb)
stage(algebra USES base
      SOURCES rational.cpp polynomial.cpp program.cpp system.cpp derivative.cpp expand.cpp action.cpp linear.cpp
      LINK ${FLINT_LIBRARIES})
