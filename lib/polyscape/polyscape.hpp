#pragma once
/// All that a program needs which reads a specification or a system, has it bounded or solved, and reads, prints or
/// writes the result:
///
///   const auto specification = polyscape::spec::read_specification("xor.toml");
///   const auto result = polyscape::study::analyze(specification, {});
///   std::cout << polyscape::report::summary(result);
///
/// `study` has the jobs of the program's verbs: analyze; bound_specification, bound_system; solve_system, solve_family;
/// Verifier (certify); decompose_network, decompose_system (components); sweep, sweep_components;
/// measure_network, measure_system (volume). Bad input throws
/// InputError, with a sentence that says what to write instead. What works below these has headers of its own.
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/algebra/format/written.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/certainty.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/query.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/report/table.hpp"
#include "polyscape/report/words.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/spec/sweep.hpp"
#include "polyscape/store/store.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/parameters.hpp"
#include "polyscape/study/progress.hpp"
#include "polyscape/study/report_files.hpp"
#include "polyscape/study/run_folder.hpp"
#include "polyscape/study/stored_sweep.hpp"
#include "polyscape/study/sweep.hpp"
#include "polyscape/study/verification.hpp"
#include "polyscape/study/volume_study.hpp"
