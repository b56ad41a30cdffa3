#include "polyscape/study/heading.hpp"

#include "polyscape/study/bounding.hpp"
#include "polyscape/study/description.hpp"
#include "polyscape/study/input_digest.hpp"

namespace polyscape::study {

report::Result heading(const algebra::System& system, report::Origin origin, const Options& options) {
  report::Result result = blank_result(options);
  result.names = system.names;
  result.system = shape_of(system, origin);
  return result;
}

report::Result heading(const algebra::System& system, const std::string& title, const Options& options) {
  report::Result result = heading(system, report::Origin::given, options);
  result.title = title;
  result.input_digest = input_digest(system);
  return result;
}

report::Result heading(const spec::Specification& specification, const algebra::System& system, report::Origin origin,
                       const Options& options) {
  report::Result result = heading(system, origin, options);
  result.title = title_of(specification);
  result.input_digest = input_digest(specification);
  result.network = describe(specification);
  result.seeds = seeds(specification);
  return result;
}

}  // namespace polyscape::study
