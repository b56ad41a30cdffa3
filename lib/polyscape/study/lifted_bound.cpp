#include "polyscape/study/lifted_bound.hpp"

#include <algorithm>
#include <ranges>
#include <set>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/bounds/lifted.hpp"
#include "polyscape/bounds/mixed_cells.hpp"
#include "polyscape/model/lifts.hpp"
#include "polyscape/model/living_units.hpp"

namespace polyscape::study {
namespace {

using algebra::Integer;
using algebra::System;

constexpr std::size_t most_nodes = 64;                      // that a form of a gradient may name
constexpr std::uint64_t generic_seed = 0x51ed270b35a1c9d3;  // of data that stand for all draws: none that a user writes

Random units_random() { return Random(1).stream("living units"); }

/// The systems for 1, .., h hidden units that live (model/living_units.hpp); empty for other networks, and where one
/// has too many unknowns.
std::vector<System> living_systems(const model::Model& model) {
  constexpr std::size_t most_unknowns = 40;
  std::vector<System> systems;
  for (std::size_t k = 1; k <= model.specification.network.layers.front().width; ++k) {
    std::optional<System> system = model::living_units(model, k, units_random());
    if (!system || system->names.size() > most_unknowns) return {};
    systems.push_back(std::move(*system));
  }
  return systems;
}

/// The sum over how many hidden units live; nullopt without such systems, and beyond the limit.
std::optional<report::LiftedBound> living_units_bound(const std::vector<System>& systems) {
  constexpr double work = 2e8;
  if (systems.empty()) return std::nullopt;
  report::LiftedBound bound{Integer(1), "living units, balances", systems.back().names.size()};
  for (std::size_t k = 1; k <= systems.size(); ++k) {
    const auto volumes = bounds::mixed_volumes(systems[k - 1], units_random(), work);
    if (!volumes) return std::nullopt;
    *bound.value += algebra::binomial(systems.size(), k) * volumes->with_origin;
  }
  return bound;
}

/// The smallest lift of the forms, in the bounds with all tries.
bounds::LiftSearch search_lifts(std::span<const algebra::Liftable> forms, const std::vector<std::string>& names,
                                report::Bounds& bounds) {
  bounds::LiftSearch search = bounds::smallest_lift(forms, names, Random(1));
  for (bounds::LiftTry& t : search.tries) bounds.lifts.push_back({t.mixed_volume, t.label, t.unknowns});
  if (search.best) bounds.lifted = {search.mixed_volume, search.best->label, search.best->system.names.size()};
  return search;
}

std::optional<solve::LiftedForm> form_of(bounds::LiftSearch search) {
  if (!search.best) return std::nullopt;
  return solve::LiftedForm{std::move(*search.best), search.mixed_volume};
}

/// Both of a gradient, the smaller one as the bound.
bounds::LiftSearch search_gradient(const model::Model& model, const std::vector<System>& living,
                                   report::Bounds& bounds) {
  bounds::LiftSearch search = search_lifts(model::liftable_gradients(model, most_nodes), model.names, bounds);
  const auto units = living_units_bound(living);
  if (units) bounds.lifts.push_back(*units);
  if (units && (!bounds.lifted || *units->value < *bounds.lifted->value)) bounds.lifted = units;
  return search;
}

using Support = std::set<std::vector<int>>;

Support support_of(const algebra::Polynomial& p) {
  Support result;
  for (const algebra::Term& term : p.terms()) result.insert(term.exponents);
  return result;
}

/// The constant apart: bounds with the origin count it everywhere.
bool within(const algebra::Polynomial& p, const Support& support) {
  return std::ranges::all_of(p.terms(), [&](const algebra::Term& term) {
    return std::ranges::all_of(term.exponents, [](int e) { return e == 0; }) || support.contains(term.exponents);
  });
}

bool within(const System& system, const std::vector<Support>& supports) {
  return std::ranges::equal(system.equations, supports,
                            [](const auto& p, const auto& allowed) { return within(p, allowed); });
}

}  // namespace

std::optional<solve::LiftedForm> bound_lifts(const model::Model& model, report::Bounds& bounds,
                                             const Observer& observer) {
  if (cancellation_requested()) return std::nullopt;
  announce(observer, "bounds, lifts");
  return form_of(search_gradient(model, living_systems(model), bounds));
}

std::optional<solve::LiftedForm> bound_lifts(const algebra::WrittenSystem& system, report::Bounds& bounds,
                                             const Observer& observer) {
  const std::size_t n = system.system.names.size();
  if (!system.form || system.system.equations.size() != n || cancellation_requested()) return std::nullopt;
  announce(observer, "bounds, lifts");
  algebra::Liftable form = *system.form;
  std::erase_if(form.groups,
                [&](const algebra::NodeGroup& group) { return algebra::liftable_nodes(form.program, group).empty(); });
  const std::size_t most = bounds::LiftLimits().unknowns;
  form.groups.resize(std::min(form.groups.size(), most - std::min(n, most)));
  // Of what is too large to begin with, the half that is used more.
  for (; !form.groups.empty(); form.groups.resize(form.groups.size() / 2))
    if (auto found = form_of(search_lifts(std::span(&form, 1), system.system.names, bounds))) return found;
  return std::nullopt;
}

/// What bounds generic data: the sum of some systems' mixed volumes.
struct DrawLifts::Reference {
  report::LiftedBound bound;
  bool living = false;                         ///< the systems are those of living units; else the gradient lifted
  std::size_t form = 0;                        ///< which of the liftable gradients,
  std::vector<std::string> groups;             ///< and what is named in it
  std::vector<std::vector<Support>> supports;  ///< one an equation of each system

  /// The model's gradient lifted so; nullopt where it has no such form.
  std::optional<algebra::Lift> lifted(const model::Model& model) const {
    const std::vector<algebra::Liftable> forms = model::liftable_gradients(model, most_nodes);
    if (form >= forms.size()) return std::nullopt;
    std::vector<algebra::NodeGroup> chosen = forms[form].groups;
    std::erase_if(chosen, [&](const algebra::NodeGroup& g) { return std::ranges::count(groups, g.label) == 0; });
    try {
      return algebra::lifted(forms[form].program, model.names, chosen);
    } catch (const LimitError&) {
      return std::nullopt;
    }
  }
};

DrawLifts::DrawLifts(spec::Specification network) : network_(std::move(network)) {}
DrawLifts::~DrawLifts() = default;

std::shared_ptr<const DrawLifts::Reference> DrawLifts::searched(const model::Model& draw) const {
  spec::Specification generic = spec::with_generic_data(network_, generic_seed, draw.samples);
  generic.regularization = {};
  generic.regularization.kind = spec::TikhonovKind::generic;
  const model::Model model = model::build_model(generic);
  report::Bounds bounds;
  const std::vector<System> living = living_systems(model);
  const bounds::LiftSearch search = search_gradient(model, living, bounds);
  if (!bounds.lifted) return nullptr;
  Reference found{*bounds.lifted, true, search.form, search.groups, {}};
  found.living = !search.best || bounds.lifted->lift != search.best->label;
  const auto add = [&](const System& system) {
    found.supports.emplace_back();
    for (const algebra::Polynomial& p : system.equations) found.supports.back().push_back(support_of(p));
  };
  if (found.living)
    std::ranges::for_each(living, add);
  else
    add(search.best->system);
  return std::make_shared<const Reference>(std::move(found));
}

std::optional<DrawLift> DrawLifts::of(const model::Model& draw) const {
  std::shared_ptr<const Reference> reference;
  {
    const std::lock_guard lock(mutex_);
    auto place = references_.find(draw.samples);
    if (place == references_.end()) place = references_.emplace(draw.samples, searched(draw)).first;
    reference = place->second;
  }
  if (!reference) return std::nullopt;
  const auto holds = [&](const std::vector<System>& systems) {
    return std::ranges::equal(systems, reference->supports,
                              [](const System& s, const auto& supports) { return within(s, supports); });
  };
  if (reference->living)
    return holds(living_systems(draw)) ? std::optional(DrawLift{reference->bound, std::nullopt}) : std::nullopt;
  std::optional<algebra::Lift> lift = reference->lifted(draw);
  if (!lift || !holds({lift->system})) return std::nullopt;
  return DrawLift{reference->bound, solve::LiftedForm{*std::move(lift), *reference->bound.value}};
}

}  // namespace polyscape::study
