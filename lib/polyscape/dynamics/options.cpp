#include "polyscape/dynamics/options.hpp"

#include "polyscape/base/list.hpp"

namespace polyscape::dynamics {
namespace {

using Row = Option<Options>;

Row automatic(std::string_view name, Automatic Options::*member, bool positive, std::string_view help) {
  return {name,
          TextMember<Options>{
              [member](const Options& o) { return o.*member ? option_number(*(o.*member)) : std::string("auto"); },
              [member, positive](Options& o, const std::string& text) {
                o.*member = std::nullopt;
                if (text == "auto") return true;
                std::size_t used = 0;
                try {
                  o.*member = std::stod(text, &used);
                } catch (const std::exception&) {
                  return false;
                }
                return used == text.size() && std::abs(**(&(o.*member))) <= 1e100 && (!positive || *(o.*member) > 0);
              },
              positive ? "auto, or a number above 0" : "auto, or a number", "write auto, or a number"},
          help};
}

Row methods() {
  return {"methods",
          TextMember<Options>{[](const Options& o) {
                                std::string text;
                                for (const Method m : o.methods)
                                  text += (text.empty() ? "" : ", ") + std::string(name(m));
                                return text.empty() ? "all" : text;
                              },
                              [](Options& o, const std::string& text) {
                                o.methods.clear();
                                if (text == "all") return true;
                                for (const std::string& word : comma_separated(text)) {
                                  const auto method = named<Method>(word);
                                  if (!method) return false;
                                  o.methods.push_back(*method);
                                }
                                return true;
                              },
                              "all, or names among flow, gd, momentum, adam, sgd, sgdl, langevin, with commas between",
                              "write \"gd, langevin\", for example"},
          "how walkers move; sgd and sgdl take the samples of a network"};
}

}  // namespace

const std::vector<Option<Options>>& option_table() {
  static const std::vector<Row> table{
      methods(),
      {"starts", &Options::starts, between(1, 1e7), "walkers of each method, spread evenly over the box"},
      {"iterations", &Options::iterations, between(1, 1e12), "steps of each walker, but of the flow"},
      automatic("rate", &Options::rate, true,
                "step length; auto: at 19 of 20 starts below 1 over the largest eigenvalue of the Hessian"),
      automatic("adam_rate", &Options::adam_rate, true, "of adam, falling by a cosine; auto: a thousandth of the box"),
      {"momentum", &Options::momentum, between(0, 0.9999), "share of the last step that momentum keeps"},
      {"schedule", &Options::schedule, "how the rate of sgd and sgdl falls"},
      {"period", &Options::period, between(1, 1e12), "steps after which schedule inverse has halved the rate"},
      {"batch", &Options::batch, between(1, 1e6), "samples of a minibatch"},
      {"sampling", &Options::sampling, "how a minibatch is drawn: with replacement, without, or by turns"},
      {"temperature", &Options::temperature, between(1e-12, 1e12), "T of langevin and sgdl"},
      automatic("low", &Options::low, false,
                "the box's lower side, of every coordinate; auto: beyond all known points"),
      automatic("high", &Options::high, false, "the box's upper side"),
      {"walls", &Options::walls, "of the box, for every method that takes steps"},
      {"stiffness", &Options::stiffness, between(1e-6, 1e12), "of walls flat"},
      {"chains", &Options::chains, between(0, 4096), "that the stationary law is sampled by; 0: it is not"},
      {"draws", &Options::draws, between(100, 1e6), "of each chain"},
      {"thinning", &Options::thinning, between(1, 1e6), "steps from one draw to the next"},
      {"exits", &Options::exits, between(0, 1e6), "walkers that mean exit times are measured by; 0: they are not"},
      {"exit_steps", &Options::exit_steps, between(1, 1e12), "after which a walker is given up"}};
  return table;
}

}  // namespace polyscape::dynamics
