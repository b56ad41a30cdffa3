/// Random data by distribution, and targets that a teacher network gives.
#include "polyscape/spec/evaluate.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::spec;

namespace {

using Rows = std::vector<std::vector<Rational>>;

const std::string net =
    "[network]\ninputs = 2\n[[network.layer]]\nwidth = 2\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\nbias = "
    "true\n";

Specification parsed(const std::string& text) { return parse_specification(text, "t.toml", POLYSCAPE_DATA); }
Specification with_data(const std::string& data) { return parsed(net + "[data]\n" + data); }

bool all(const Rows& rows, bool (*holds)(const Rational&)) {
  for (const auto& row : rows)
    for (const Rational& x : row)
      if (!holds(x)) return false;
  return true;
}

}  // namespace

TEST_CASE("random data without a distribution are what they were") {
  const Specification s = with_data("random = { samples = 2, seed = 7 }\n");
  CHECK(s.data.inputs == (Rows{{Rational(-4, 10), Rational(12, 10)}, {Rational(20, 10), Rational(-19, 10)}}));
  CHECK(s.data.targets == (Rows{{Rational(25, 10)}, {Rational(-12, 10)}}));
}

TEST_CASE("inputs and targets follow the stated distributions") {
  const Specification s = with_data(
      "random = { samples = 50, seed = 3, inputs = { distribution = \"uniform\", interval = [-1, 1], step = 0.25 }, "
      "targets = { distribution = \"signs\" } }\n");
  CHECK(
      all(s.data.inputs, [](const Rational& x) { return !(abs(x) > Rational(1)) && (x * Rational(4)).is_integer(); }));
  CHECK(all(s.data.targets, [](const Rational& y) { return abs(y).is_one(); }));
  const Specification integers =
      with_data("random = { samples = 50, inputs = { distribution = \"integers\", interval = [-2.5, \"7/2\"] } }\n");
  CHECK(all(integers.data.inputs,
            [](const Rational& x) { return x.is_integer() && x >= Rational(-2) && x <= Rational(3); }));
  const Specification normal =
      with_data("random = { samples = 50, inputs = { distribution = \"normal\", deviation = \"1/50\" } }\n");
  CHECK(normal.data.input_distribution.step == Rational(1, 100000));
  CHECK(all(normal.data.inputs,
            [](const Rational& x) { return (x * Rational(100000)).is_integer() && abs(x) < Rational(1, 5); }));
  // Targets have a stream of their own.
  CHECK(normal.data.targets == with_data("random = { samples = 50 }\n").data.targets);
}

TEST_CASE("a teacher's targets are its outputs, exactly") {
  const std::string inputs = "inputs = [[\"1/2\", 1], [0, -3]]\n";
  const Specification listed = with_data(inputs + "[data.teacher]\nweights = [1, 2, \"1/3\", 0, -1, 5, \"1/7\"]\n");
  // -(x1 + 2 x2)^2 + 5 (x1 / 3)^2 + 1/7
  CHECK(listed.data.targets ==
        Rows{{Rational(-25, 4) + Rational(5, 36) + Rational(1, 7)}, {Rational(-36) + Rational(1, 7)}});
  const Specification named = with_data(inputs +
                                        "[data.teacher.weights]\nw1_1_1 = 1\nb2_1 = \"1/7\"\nw1_1_2 = 2\nw1_2_1 = "
                                        "\"1/3\"\nw1_2_2 = 0\nw2_1_1 = -1\nw2_1_2 = 5\n");
  CHECK(named.data.targets == listed.data.targets);
  CHECK(named.data.teacher->weights == listed.data.teacher->weights);
}

TEST_CASE("frozen and tied weights are the teacher's, too") {
  const Specification s =
      parsed(net + "[network.freeze]\nw2_1_1 = 2\n[network.tie]\nw1_2_1 = \"-w1_1_1\"\n[data]\ninputs = [[1, 1]]\n" +
             "[data.teacher]\nweights = [3, 0, 1, 1, 0]\n");
  CHECK(s.data.targets == Rows{{Rational(2 * 9 + 4)}});
}

TEST_CASE("a teacher of other layers") {
  const Specification s = with_data(
      "inputs = [[2, 5], [\"1/2\", 0]]\n[data.teacher]\nweights = [1, \"1/2\", 3]\nlayer = [ { width = 1, activation = "
      "\"z^3\" }, { width = 1 } ]\n");
  CHECK(s.data.targets == Rows{{Rational(3) * power(Rational(9, 2), 3)}, {Rational(3, 8)}});
}

TEST_CASE("a teacher of layers of every kind agrees with itself") {
  const Specification s = with_data(
      "random = { samples = 3 }\n[data.teacher]\nweights = [1, 1, -2]\nlayer = [ { kind = \"conv1d\", filter = 1, "
      "channels = 1, activation = \"z^2\" }, "
      "{ kind = \"residual\", from = 0 }, { kind = \"fixed\", weights = [[1, 1], [0, 2]], bias = [1, 0] }, { width = 1 "
      "} ]\n");
  for (std::size_t i = 0; i < 3; ++i) {
    const Rational &x = s.data.inputs[i][0], &y = s.data.inputs[i][1];
    const Rational a = x * x + x, b = y * y + y;
    CHECK(s.data.targets[i][0] == a + b + Rational(1) - Rational(4) * b);
  }
}

TEST_CASE("noise of its own distribution is added, none without deviation") {
  const std::string head = "random = { samples = 40, seed = 5 }\n[data.teacher]\nrandom = { seed = 2 }\n";
  const Rows clean = with_data(head).data.targets;
  CHECK(with_data(head + "noise = { distribution = \"normal\", deviation = 0 }\n").data.targets == clean);
  const Rows noisy =
      with_data(head + "noise = { distribution = \"uniform\", interval = [-0.1, 0.1], step = 0.05 }\n").data.targets;
  std::size_t changed = 0;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const Rational difference = noisy[i][0] - clean[i][0];
    CHECK((difference * Rational(20)).is_integer());
    CHECK(!(abs(difference) > Rational(1, 10)));
    changed += difference.is_zero() ? 0 : 1;
  }
  CHECK(changed > 20);
}

TEST_CASE("draws: what has no seed of its own follows the data's") {
  const std::string data = "random = { samples = 4, seed = 5 }\n[data.teacher]\n";
  const std::string again = "random = { samples = 4, seed = 6 }\n[data.teacher]\n";
  const std::string noise = "noise = { distribution = \"normal\", deviation = \"1/10\" }\n";
  for (const std::string& teacher : {std::string(), std::string("random = { seed = 9 }\n"),
                                     std::string("random = { distribution = \"integers\", interval = [-2, 2] }\n"),
                                     std::string("weights = [1, 2, 3, 4, 5, 6, 7]\n")})
    for (const std::string& n :
         {std::string(), noise, std::string("noise = { distribution = \"signs\", seed = 3 }\n")}) {
      const Specification first = with_data(data + teacher + n), second = with_data(again + teacher + n);
      const Specification drawn = redrawn(first, 6, 4);
      INFO(teacher << n);
      CHECK(drawn.data.inputs == second.data.inputs);
      CHECK(drawn.data.targets == second.data.targets);
      CHECK(drawn.data.teacher->weights == second.data.teacher->weights);
      const bool same = teacher.starts_with("weights") || teacher.find("seed") != std::string::npos;
      CHECK((first.data.teacher->weights == second.data.teacher->weights) == same);
      CHECK(first.data.inputs == with_data("random = { samples = 4, seed = 5 }\n").data.inputs);
      const Specification generic = with_generic_data(first, 6, 9);
      CHECK(generic.data.targets == with_data("random = { samples = 9, seed = 6 }\n").data.targets);
    }
}

TEST_CASE("a teacher classifies") {
  const Specification s = with_data(
      "inputs = [[1, 0], [0, 1], [0, 0]]\n[data.teacher]\nweights = [1, 0, 0, 1, 1, -1, 0]\n[loss]\nkind = "
      "\"logistic\"\n");
  CHECK(s.data.targets == Rows{{1}, {-1}, {1}});
  const Specification three = parsed(
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 3\nbias = true\n[data]\ninputs = [[1], [-1], [0]]\n"
      "[data.teacher]\nweights = [1, 0, -1, 0, 0, \"1/2\"]\n[loss]\nkind = \"cross-entropy\"\n");
  CHECK(three.data.targets == Rows{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
}

TEST_CASE("columns of a file may be inputs alone") {
  const Specification s = parsed(
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[data]\nfile = \"iris.csv\"\ninputs = "
      "[\"petal_length_cm\"]\n"
      "rows = \"1-3\"\n[data.teacher]\nweights = [2]\n");
  for (std::size_t i = 0; i < 3; ++i) CHECK(s.data.targets[i][0] == Rational(2) * s.data.inputs[i][0]);
}

TEST_CASE("two classes are -1 and 1 for the logistic loss, and where they are asked to be") {
  const std::string head =
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[data]\nfile = \"iris.csv\"\ninputs = "
      "[\"petal_length_cm\"]\nclasses = \"species\"\nrows = \"1-2, 51-52\"\n";
  const Rows signs{{-1}, {-1}, {1}, {1}};
  const Specification s = parsed(head + "[loss]\nkind = \"logistic\"\n");
  CHECK(s.data.targets == signs);
  CHECK(s.data.classes.size() == 2);
  CHECK(parsed(head + "coding = \"signs\"\n").data.targets == signs);
}
