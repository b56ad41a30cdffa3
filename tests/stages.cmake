unit_tests(algebra algebra/rational_test.cpp algebra/polynomial_test.cpp algebra/program_test.cpp)
