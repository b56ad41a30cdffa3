#include "polyscape/model/families.hpp"

#include <algorithm>

#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using support::split;
using namespace polyscape::model;

namespace {

spec::Specification dense(const std::vector<std::string>& widths, const std::string& activation, int samples,
                          const std::string& tikhonov = "generic", const std::string& further = "") {
  std::string text = "[network]\ninputs = " + widths[0] + "\n";
  for (std::size_t l = 1; l < widths.size(); ++l)
    text += "[[network.layer]]\nkind = \"dense\"\nwidth = " + widths[l] + "\nactivation = \"" +
            (l + 1 < widths.size() ? activation : "z") + "\"\n" + further;
  return spec::parse_specification(text + "[data]\nrandom = { samples = " + std::to_string(samples) +
                                       ", seed = 1 }\n[regularization]\ntikhonov = \"" + tikhonov + "\"\n",
                                   "t.toml", "");
}

/// "2-1-3 linear, m=2", "any-2-1 linear, m=1", "1-3-1 z^2"
spec::Specification network_of(const std::string& cell) {
  const std::vector<std::string> words = split(cell, ' ');
  std::vector<std::string> widths = split(words[0], '-');
  if (widths[0] == "any") widths[0] = "3";
  const bool linear = words[1].starts_with("linear");
  return dense(widths, linear ? "z" : words[1], words.size() > 2 ? std::stoi(words[2].substr(2)) : 2);
}

bool has(const std::vector<ClosedForm>& forms, const std::string& count, FormulaBasis basis) {
  return std::ranges::any_of(forms,
                             [&](const ClosedForm& f) { return f.count.to_string() == count && f.basis == basis; });
}

}  // namespace

TEST_CASE("closed forms have the published counts, under their own basis") {
  std::size_t rows = 0;
  for (const support::Row& row : support::published_table("closed_form_counts.csv")) {
    if (row.at("family").starts_with("n-r-1")) continue;  // of functions, without regularisation
    INFO(row.at("network"));
    const FormulaBasis basis = row.at("status").starts_with("derived") ? FormulaBasis::theorem
                               : row.at("status").starts_with("fits")  ? FormulaBasis::fitted
                                                                       : FormulaBasis::conjecture;
    CHECK(has(closed_forms(network_of(row.at("network"))), row.at("isolated"), basis));
    ++rows;
  }
  CHECK(rows >= 44);
}

TEST_CASE("no network of the truth has more critical points than a closed form") {
  std::size_t met = 0, compared = 0;
  for (const support::Row& row : support::truth_table("networks.csv")) {
    INFO(row.at("name"));
    const algebra::Integer isolated(std::stol(row.at("isolated")));
    const auto forms =
        closed_forms(spec::read_specification(support::truth_path("networks/" + row.at("name") + ".toml")));
    for (const ClosedForm& form : forms) {
      INFO(form.formula);
      CHECK(isolated <= form.count);
      met += isolated == form.count;
      ++compared;
    }
  }
  CHECK(compared >= 30);
  CHECK(met + 4 >= compared);  // special data or lambdas leave fewer
}

TEST_CASE("closed forms are of the networks that they were derived for alone") {
  const std::vector<std::string> widths{"1", "2", "1"};
  CHECK(closed_forms(dense(widths, "z^2", 1)).size() == 1);
  CHECK(closed_forms(dense(widths, "z + z^2", 1)).empty());
  CHECK(closed_forms(dense(widths, "z^2", 1, "0")).empty());
  CHECK(closed_forms(dense(widths, "z^2", 1, "generic", "bias = true\n")).empty());
  CHECK(closed_forms(dense({"2", "2", "1"}, "z^2", 1)).empty());
  CHECK(closed_forms(dense({"2", "2", "2"}, "z", 2)).empty());
  CHECK(closed_forms(dense({"2", "2", "2", "2"}, "z", 1)).empty());
  CHECK(closed_forms(dense({"1", "1000000", "1"}, "z^2", 1)).size() == 1);
  CHECK(closed_forms(dense({"1", "3000000", "1"}, "z^2", 1)).empty());  // more than a million digits
}

TEST_CASE("generic distance degrees of convolutions are the published ones") {
  std::size_t rows = 0;
  for (const support::Row& row : support::published_table("conv_generic_ed_degree.csv")) {
    std::vector<std::size_t> sizes;
    for (const std::string& size : split(row.at("filter_sizes"), ' ')) sizes.push_back(std::stoul(size));
    std::vector<long> degrees(sizes.size(), 1);
    for (std::size_t l = degrees.size() - 1; l-- > 0;)
      degrees[l] = degrees[l + 1] * std::stol(row.at("activation_degree"));
    INFO(row.at("activation_degree") << ", " << row.at("filter_sizes"));
    CHECK(generic_distance_degree(sizes, degrees).to_string() == row.at("critical_functions"));
    ++rows;
  }
  CHECK(rows >= 50);
}

TEST_CASE("a convolutional network without regularisation has its distance degree") {
  const auto text = [](int samples, const std::string& tikhonov) {
    return "[network]\ninputs = 3\n[[network.layer]]\nkind = \"conv1d\"\nfilter = 2\nchannels = 1\nactivation = "
           "\"z^2\"\n[[network.layer]]\nwidth = 1\n[data]\nrandom = { samples = " +
           std::to_string(samples) + ", seed = 1 }\n" + tikhonov;
  };
  const auto forms = closed_forms(spec::parse_specification(text(6, ""), "t.toml", ""));
  REQUIRE(forms.size() == 1);
  CHECK(forms[0].count == algebra::Integer(14));
  CHECK(forms[0].counted == Counted::functions);
  CHECK(closed_forms(spec::parse_specification(text(5, ""), "t.toml", "")).empty());
  CHECK(closed_forms(spec::parse_specification(text(6, "[regularization]\ntikhonov = \"1/10\"\n"), "t.toml", ""))
            .empty());
}
