#include "polyscape/report/column_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace polyscape::report {
namespace {

using algebra::Integer;

std::string text(const Integer& value) {
  return value.digits() <= 10000 ? value.to_string() : fmt::format("1e{}", value.digits() - 1);
}
std::string text(std::uint64_t value) { return std::to_string(value); }
std::string text(int value) { return std::to_string(value); }
std::string text(double value) { return fmt::format("{}", value); }
std::string text(const std::string& value) { return value; }
template <class T>
std::string text(const std::optional<T>& value) {
  return value ? text(*value) : "";
}

template <class Part, class Member>
std::string part(const std::optional<Part>& record, Member Part::*member) {
  return record ? text((*record).*member) : "";
}

std::string architecture(const Result& r) { return part(r.network, &Network::architecture); }
std::vector<std::string> widths(const Result& r) {
  std::vector<std::string> list;
  std::string rest = architecture(r);
  for (std::size_t at; !rest.empty(); rest = at == std::string::npos ? "" : rest.substr(at + 1))
    list.push_back(rest.substr(0, at = rest.find('-')));
  if (list.empty()) list.emplace_back();
  return list;
}
std::string inputs(const Result& r) { return r.network ? widths(r).front() : ""; }
std::string outputs(const Result& r) { return r.network ? widths(r).back() : ""; }
std::string hidden_layers(const Result& r) {
  const std::size_t layers = widths(r).size();
  return layers < 2 ? "" : text(layers - 2);
}
/// One number where all hidden layers have it, else all of them.
std::string hidden_width(const Result& r) {
  const std::vector<std::string> all = widths(r);
  std::string one, list;
  for (std::size_t i = 1; i + 1 < all.size(); ++i) {
    one = i == 1 || all[i] == one ? all[i] : "-";
    list += (i == 1 ? "" : "-") + all[i];
  }
  return one == "-" ? list : one;
}
/// Of the hidden layers, and of the last one where it has one; once where all have the same.
std::string activation(const Result& r) {
  if (!r.network) return "";
  std::vector<std::string> list;
  for (std::size_t i = 1; i < widths(r).size(); ++i) {
    if (r.network->layers.size() < i || !r.network->layers[i - 1].starts_with(fmt::format("layer {}:", i))) return "";
    const std::string& layer = r.network->layers[i - 1];
    const std::string before = ", activation ";
    const std::size_t at = layer.find(before);
    list.push_back(at == std::string::npos ? "linear" : layer.substr(at + before.size()));
  }
  if (list.size() > 1 && list.back() == "linear") list.pop_back();
  if (std::ranges::adjacent_find(list, std::not_equal_to()) == list.end()) list.resize(1);
  std::string joined;
  for (const std::string& a : list) joined += (joined.empty() ? "" : "; ") + a;
  return joined;
}
std::string weights(const Result& r) { return r.network ? text(r.network->weights) : text(r.system.variables); }
std::string multihomogeneous(const Result& r) { return part(r.bounds.multihomogeneous, &MultihomogeneousBound::value); }
std::string linear_product(const Result& r) { return part(r.bounds.linear_product, &LinearProductBound::value); }
std::string counted(const std::optional<ModularCount>& c) { return c && c->dimension <= 0 ? text(c->count) : ""; }
const ClosedForm* closed_form(const Result& r) {
  const auto found = std::ranges::find(r.bounds.closed_forms, "isolated critical points", &ClosedForm::counted);
  return found == r.bounds.closed_forms.end() ? nullptr : &*found;
}
std::string degrees(const Result& r) {
  std::map<long, Integer> counts;
  for (const DegreeClass& c : r.system.degree_classes) counts[c.degree] += c.count;
  if (counts.empty() && r.system.degrees)
    for (const long degree : *r.system.degrees) counts[degree] += Integer(1);
  std::string list;
  for (const auto& [degree, count] : counts)
    list += fmt::format("{}{}:{}", list.empty() ? "" : " ", degree, count.to_string());
  return list;
}
std::string real(const Result& r) { return r.solutions && r.system.real ? text(r.solutions->real) : ""; }
std::string kind_count(const Result& r, Kind kind) {
  if (!r.solutions || r.system.which != Origin::gradient) return "";
  const auto found = r.solutions->real_by_kind.find(kind);
  return found == r.solutions->real_by_kind.end() ? "0" : text(found->second);
}
std::string by_index(const Result& r) {
  std::string list;
  if (r.solutions)
    for (const auto& [index, count] : r.solutions->real_by_index)
      list += fmt::format("{}{}:{}", list.empty() ? "" : " ", index, count);
  return list;
}
std::string zero_loss_dimension(const Result& r) {
  if (!r.interpolation || !r.interpolation->dimension) return "";
  return *r.interpolation->dimension < 0 ? "empty" : text(*r.interpolation->dimension);
}
/// The largest dimension of the components, their degree in it.
std::string critical_dimension(const Result& r) {
  int largest = 0;
  if (r.decomposition)
    for (const Component& c : r.decomposition->components) largest = std::max(largest, c.dimension);
  return largest > 0 ? text(largest) : "";
}
std::string critical_degree(const Result& r) {
  Integer sum(0);
  if (r.decomposition)
    for (const Component& c : r.decomposition->components)
      if (text(c.dimension) == critical_dimension(r)) sum += Integer(static_cast<long>(c.degree));
  return sum.sign() > 0 ? text(sum) : "";
}
/// Of a network's critical manifolds (`gauge = "slice"`): how many functions their weights compute, those whose weights
/// compute several as one each; with `pure` those alone that are critical among all functions of the network.
std::string critical_functions(const Result& r, bool pure) {
  if (!r.decomposition) return "";
  std::set<int> functions;
  int family = 0;
  bool known = false;
  for (const Component& c : r.decomposition->components) {
    known |= c.pure || c.function;
    if (const int number = c.function ? *c.function : --family; !pure || c.pure == true) functions.insert(number);
  }
  return known ? text(functions.size()) : "";
}
/// "2 3": of convolutional layers.
std::string filters(const Result& r) {
  std::string list;
  if (!r.network) return "";
  for (const std::string& layer : r.network->layers) {
    const std::string before = ", filter ";
    if (const std::size_t at = layer.find(before); at != std::string::npos)
      list +=
          (list.empty() ? "" : " ") + layer.substr(at + before.size(), layer.find(',', at + 1) - at - before.size());
  }
  return list;
}
std::string seed(const Result& r, const std::string& of) {
  for (const auto& [name, value] : r.seeds)
    if (name == of) return value;
  return "";
}
}  // namespace

std::string known(const Result& r) {
  if (!r.solutions) return "";
  if (const Standing s = standing(r); s != Standing::complete)
    return s == Standing::contradiction ? "CONTRADICTION" : "incomplete";
  return std::string(name(r.solutions->completeness));
}

const std::vector<ResultColumn>& result_columns() {
  constexpr auto number = Content::number, measured = Content::measured, fraction = Content::fraction,
                 error = Content::error;
  using R = const Result&;
  static const std::vector<ResultColumn> list{
      {{"title", "title", "title", Content::text, "the specification's or the system's"}, [](R r) { return r.title; }},
      {{"network",
        "network",
        "network",
        Content::text,
        "widths from the inputs to the outputs",
        {"architecture", "widths"}},
       architecture},
      {{"weights", "$M$", "M", number, "weights, or unknowns of a system", {"M", "variables"}}, weights},
      {{"samples", "$N$", "N", number, "samples", {"N"}}, [](R r) { return part(r.network, &Network::samples); }},
      {{"bezout", "B\\'ezout", "Bezout", number, "Bezout number"}, [](R r) { return text(r.bounds.bezout); }},
      {{"multihomogeneous", "multihom.", "multihomogeneous", number,
        "the smallest multihomogeneous Bezout number found"},
       multihomogeneous},
      {{"linear_product", "lin.\\ product", "linear product", number, "the smallest linear-product bound found"},
       linear_product},
      {{"mixed_volume",
        "mixed vol.",
        "mixed volume",
        number,
        "of the supports: solutions without zero coordinates",
        {"bkk_torus"}},
       [](R r) { return text(r.bounds.mixed_volume); }},
      {{"mixed_volume_affine",
        "BKK",
        "mixed volume with origin",
        number,
        "of the supports with the origin: all isolated solutions",
        {"bkk"}},
       [](R r) { return text(r.bounds.mixed_volume_affine); }},
      {{"lifted", "lifted", "lifted mixed volume", number,
        "mixed volume with inner quantities as unknowns: all isolated solutions"},
       [](R r) { return part(r.bounds.lifted, &LiftedBound::value); }},
      {{"lift", "lift", "lift", Content::text, "what is an unknown of its own there"},
       [](R r) { return part(r.bounds.lifted, &LiftedBound::lift); }},
      {{"linear_one_sample", "$(1 + 4 d_y)^{d_1}$", "published bound", number,
        "(1 + 4 d_y)^d_1, of some linear networks"},
       [](R r) { return text(r.bounds.linear_one_sample); }},
      {{"generic_root_count",
        "generic",
        "generic root count",
        number,
        "critical points for generic targets and regularisation, trace-tested",
        {"generic"}},
       [](R r) { return text(r.bounds.generic_root_count); }},
      {{"paths", "paths", "paths", number, "tracked"}, [](R r) { return part(r.paths, &Paths::tracked); }},
      {{"failed", "failed", "failed", number, "of these"}, [](R r) { return part(r.paths, &Paths::failed); }},
      {{"isolated", "$N_{\\mathbb C}$", "complex", number, "isolated solutions over C", {"n_c", "complex"}},
       [](R r) { return part(r.solutions, &Solutions::isolated); }},
      {{"torus", "$N_{\\mathbb C^*}$", "torus", number, "of these without a zero coordinate", {"n_c_star"}},
       [](R r) { return part(r.solutions, &Solutions::torus); }},
      {{"real",
        "$N_{\\mathbb R}$",
        "real",
        number,
        "of the isolated ones; empty where the equations are not real",
        {"n_r"}},
       real},
      {{"minima", "minima", "minima", number, "real critical points of that kind"},
       [](R r) { return kind_count(r, Kind::minimum); }},
      {{"saddles", "saddles", "saddles", number, "the same"}, [](R r) { return kind_count(r, Kind::saddle); }},
      {{"degenerate", "degenerate", "degenerate", number, "real critical points with singular Hessian"},
       [](R r) { return kind_count(r, Kind::degenerate); }},
      {{"real_by_index", "real by index", "real by index", Content::text, "`0:17 1:32`: 17 of index 0, 32 of index 1"},
       by_index},
      {{"zero_loss_dimension", "$\\dim\\{L=0\\}$", "dim of zero loss", number, "over C; `empty`", {"dimension"}},
       zero_loss_dimension},
      {{"completeness",
        "known",
        "known",
        Content::text,
        "how completeness is known, `incomplete`, or `CONTRADICTION`",
        {"known"}},
       known},
      {{"standing", "standing", "standing", Content::text,
        "`complete`, `incomplete` or `contradiction`; `failed`: a row of a sweep without a result"},
       [](R r) { return std::string(name(standing(r))); }},
      {{"reason", "reason", "reason", Content::text, "why a row of a sweep failed"}, [](R) { return std::string(); }},
      {{"activation", "activation", "activation", Content::formula,
        "of the hidden layers, and of the last one if it has one"},
       activation},
      {{"inputs", "$d_x$", "d_x", number, "of the network", {"dx"}}, inputs},
      {{"outputs", "$d_y$", "d_y", number, "of the network", {"dy"}}, outputs},
      {{"hidden_layers", "$H$", "H", number, "all layers but the last", {"H"}}, hidden_layers},
      {{"hidden_width", "$d$", "d", number, "of the hidden layers; `2-3` where they differ", {"d"}}, hidden_width},
      {{"degrees", "degrees", "degrees", Content::text, "`3:2 5:1`: two equations of degree 3, one of degree 5"},
       degrees},
      {{"modular",
        "exact",
        "modular",
        number,
        "solutions with multiplicity by Groebner bases modulo random primes; empty where they are infinitely many",
        {"exact"}},
       [](R r) { return counted(r.bounds.modular); }},
      {{"modular_generic", "exact, generic", "modular, generic", number,
        "the same of generic targets and regularisation"},
       [](R r) { return counted(r.bounds.modular_generic); }},
      {{"closed_form", "closed form", "closed form", number, "isolated critical points by a known formula"},
       [](R r) { return closed_form(r) != nullptr ? text(closed_form(r)->count) : ""; }},
      {{"closed_form_basis", "basis", "basis", Content::text,
        "of the formula: `theorem`, `fits all cases computed`, `conjecture`"},
       [](R r) { return closed_form(r) != nullptr ? closed_form(r)->basis : ""; }},
      {{"start", "start", "start", Content::text, "where the paths started"},
       [](R r) { return part(r.paths, &Paths::start); }},
      {{"nonsingular", "nonsingular", "nonsingular", number, "isolated solutions with invertible Jacobian"},
       [](R r) { return part(r.solutions, &Solutions::nonsingular); }},
      {{"singular", "singular", "singular", number, "isolated solutions with singular Jacobian"},
       [](R r) { return part(r.solutions, &Solutions::singular); }},
      {{"orbits", "orbits", "orbits", number, "of the isolated solutions, under the symmetries of the loss"},
       [](R r) { return part(r.solutions, &Solutions::orbits); }},
      {{"certified", "certified", "certified", number, "isolated solutions proved to exist and to differ"},
       [](R r) { return r.solutions ? text(r.solutions->existence.certified) : ""; }},
      {{"certified_real", "certified real", "certified real", number, "of these proved real"},
       [](R r) { return part(r.solutions, &Solutions::certified_real); }},
      {{"maxima", "maxima", "maxima", number, "real critical points of that kind"},
       [](R r) { return kind_count(r, Kind::maximum); }},
      {{"completeness_by", "by", "by", Content::text, "what completeness rests on, or why it is unknown"},
       [](R r) { return part(r.solutions, &Solutions::completeness_by); }},
      {{"error_log2", "$\\log_2$ error", "log2 of error", measured,
        "of the probability that the modular count is too small"},
       [](R r) { return part(r.bounds.modular, &ModularCount::error_log2); }},
      {{"zero_loss_degree",
        "$\\deg\\{L=0\\}$",
        "degree of zero loss",
        number,
        "of its components of that dimension",
        {"degree"}},
       [](R r) { return part(r.interpolation, &Interpolation::degree); }},
      {{"critical_dimension", "crit.\\ dim.", "critical dimension", number,
        "the largest of solution sets that were found, above 0"},
       critical_dimension},
      {{"critical_degree", "crit.\\ deg.", "critical degree", number, "of these sets together"}, critical_degree},
      {{"critical_functions", "crit.\\ functions", "critical functions", number,
        "of critical manifolds (`gauge = \"slice\"`), over C"},
       [](R r) { return critical_functions(r, false); }},
      {{"pure_functions", "pure", "pure functions", number, "of these, critical among all functions of the network"},
       [](R r) { return critical_functions(r, true); }},
      {{"filters", "filters", "filters", Content::text, "of convolutional layers, `2 3`"}, filters},
      {{"lambda", "$\\lambda$", "lambda", fraction, "the learning coefficient"},
       [](R r) { return r.volume ? text(r.volume->coefficient.lambda) : ""; }},
      {{"multiplicity", "$m$", "m", number, "of the learning coefficient", {"m"}},
       [](R r) { return r.volume ? text(r.volume->coefficient.multiplicity) : ""; }},
      {{"lambda_low", "$\\lambda\\ge$", "lambda from", fraction, "where it is not known"},
       [](R r) { return r.volume ? text(r.volume->coefficient.low) : ""; }},
      {{"lambda_high", "$\\lambda\\le$", "lambda to", fraction, "the same"},
       [](R r) { return r.volume ? text(r.volume->coefficient.high) : ""; }},
      {{"lambda_sampled", "$\\hat\\lambda$", "lambda, sampled", measured, "what a sampler finds"},
       [](R r) { return r.volume && r.volume->sampled ? text(r.volume->sampled->lambda) : ""; }},
      {{"lambda_error", "error", "error", error, "its standard error"},
       [](R r) { return r.volume && r.volume->sampled ? text(r.volume->sampled->error) : ""; }},
      {{"seed", "seed", "seed", number, "the solver's"}, [](R r) { return text(r.seed); }},
      {{"data_seed", "data seed", "data seed", number, "of random data"}, [](R r) { return seed(r, "data"); }},
      {{"regularization_seed", "reg.\\ seed", "regularization seed", number, "of generic lambda"},
       [](R r) { return seed(r, "regularization"); }},
      {{"teacher_seed", "teacher seed", "teacher seed", number, "of its weights, where they have one of their own"},
       [](R r) { return seed(r, "teacher"); }},
      {{"noise_seed", "noise seed", "noise seed", number, "the same"}, [](R r) { return seed(r, "noise"); }},
      {{"regularization", "regularization", "regularization", Content::text, "in words"},
       [](R r) { return part(r.network, &Network::regularization); }},
      {{"loss", "loss", "loss", Content::text, "in words"}, [](R r) { return part(r.network, &Network::loss); }},
      {{"version", "version", "version", Content::text, "of the program"}, [](R r) { return r.version; }},
      {{"stratum",
        "nonzero",
        "nonzero",
        Content::text,
        "with `--strata`: `W2=10 W1=1/0`, 1 where a weight is not zero",
        {},
        true},
       [](R) { return std::string(); }},
      {{"stratum_isolated",
        "$N_{\\mathbb C}$",
        "complex",
        number,
        "isolated solutions with just these zeros",
        {},
        true},
       [](R) { return std::string(); }},
      {{"stratum_real", "$N_{\\mathbb R}$", "real", number, "of these", {}, true}, [](R) { return std::string(); }},
      {{"draws", "draws", "draws", number, "rows that the line is about", {}, true},
       [](R) { return std::string("1"); }},
      {{"seconds", "s", "seconds", measured, "all of it", {}, true}, [](R r) { return text(r.seconds.total); }}};
  return list;
}

}  // namespace polyscape::report
