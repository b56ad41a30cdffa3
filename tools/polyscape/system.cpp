#include "output.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/algebra/format/written.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace {

/// The lift of smallest mixed volume, of a network's gradient or of a system.
algebra::System lifted_system(const auto& source, const std::string& expected) {
  report::Bounds bounds;
  auto form = study::bound_lifts(source, bounds);
  if (!form)
    throw InputError("--which lifted", expected, "one without, or whose lifts are too large", "leave --which out");
  return std::move(form->lift.system);
}

/// A file of equations, in any of the formats that are read, as it stands; or a network's equations.
algebra::System equations_of(const Command& command) {
  const std::string& path = command.files.front();
  const std::string text = study::read_text(path);
  const bool interpolation = command.which == "interpolation", lifted = command.which == "lifted";
  if (algebra::recognize_format(text)) {
    study::solver_options({}, command.options);  // wrong options are told, whether used or not
    if (interpolation) throw InputError("--which", "a specification of a network", path, "leave it out");
    if (!lifted) return algebra::read_system(text, path);
    return lifted_system(study::prepared(algebra::read_written_system(text, path)),
                         "a square system in which sums in parentheses, or named ones, are factors or occur twice");
  }
  const spec::Specification specification = spec::read_specification(path);
  study::solver_options(specification.solve, command.options);
  study::require_expandable(specification);
  const model::Model model = model::build_model(specification);
  if (interpolation && !model.has_interpolation)
    throw InputError(specification.path + " loss.kind", "square, for an interpolation system",
                     std::string(name(specification.loss.kind)), "write --which gradient");
  if (lifted) return lifted_system(model, "a network with inner quantities that can be unknowns of their own");
  return interpolation ? interpolation_system(model) : gradient_system(model);
}

}  // namespace

int system(const Command& command) {
  const std::string format = command.json ? "json" : command.format, file = "system." + format;
  require_out(command, {file});
  const std::string text = algebra::write_system(equations_of(command), *named<algebra::Format>(format));
  return deliver(command, {{{file, text}}, std::nullopt}) ? 0 : 1;
}

}  // namespace polyscape::program
