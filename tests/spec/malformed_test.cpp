/// Every kind of wrong specification: the message names file, line or key, and says what to write.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::spec;

namespace {

struct Malformed {
  const char* name;
  std::string text;               ///< of wrong.toml
  std::vector<std::string> says;  ///< parts of the message: place, what was found, remedy
};

const std::string layer = "[[network.layer]]\nwidth = 1\n";
const std::string net = "[network]\ninputs = 1\n" + layer;                                                // lines 1-4
const std::string hidden = "[network]\ninputs = 1\n[[network.layer]]\nwidth = 2\nbias = true\n" + layer;  // lines 1-7
const std::string data = "[data]\ninputs = [[1], [2]]\ntargets = [[1], [-1]]\n";

std::string with_layer(const std::string& keys) { return "[network]\ninputs = 3\n[[network.layer]]\n" + keys + "\n"; }
std::string with_activation(const std::string& activation) {
  return "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nactivation = " + activation + "\n" + data;
}
std::string with_csv(const std::string& keys) { return net + "[data]\n" + keys + "\n"; }
std::string with_two_outputs(const std::string& rest) {
  return "[network]\ninputs = 1\n[[network.layer]]\nwidth = 2\n[data]\ninputs = [[1], [2]]\ntargets = [[0, 1], [1, "
         "0]]\n" +
         rest;
}

/// CSV files that the cases read.
class Folder {
 public:
  Folder() : path(std::filesystem::temp_directory_path() / ("polyscape_malformed_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path);
    write("good.csv", "x,y,c\n1,2,a\n3,4,b\n");
    write("text.csv", "x,y\n1,2\nn/a,4\n5,6\n");
    write("ragged.csv", "x,y\n1,2\n3\n");
    write("empty.csv", "");
    write("header.csv", "x,y\n");
    write("twice.csv", "x,x\n1,2\n");
    write("quote.csv", "x,y\n\"1,2\n");
    write("classes.csv", "x,c\n1,a\n2,b\n3,c\n4,b\n");
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;

 private:
  void write(const char* name, const char* text) const { std::ofstream(path / name) << text; }
};

std::vector<Malformed> syntax_cases() {
  return {
      {"no TOML", "[network\ninputs = 2\n", {"wrong.toml:1", "TOML"}},
      {"a letter that is no blank", "\uFEDF", {"wrong.toml:1", "TOML"}},
      {"a letter behind a number", "title = 1\u00E4\n", {"wrong.toml:1", "TOML"}},
      {"a bracket at the end of a line", "[\nnetwork]\ninputs = 2\n", {"wrong.toml:1", "TOML"}},
      {"no quotes", net + "[regularization]\ntikhonov = generic\n" + data, {"wrong.toml:6", "quotes"}},
      {"duplicate key", "[network]\ninputs = 1\ninputs = 2\n" + layer + data, {"wrong.toml:3", "inputs"}},
      {"duplicate table", net + data + "[data]\nrows = \"1\"\n", {"wrong.toml:8", "data"}},
      {"empty", "", {"wrong.toml network", "expected a table [network]", "write [network]"}},
      {"unknown table", net + data + "[optimizer]\nrate = 1\n", {"wrong.toml:8 optimizer", "write "}},
      {"unknown key",
       "[network]\ninputs = 1\nlayers = 3\n" + layer + data,
       {"wrong.toml:3 network.layers", "write layer,"}},
      {"misspelt layer key",
       with_layer("width = 1\nactivaton = \"z^2\"") + data,
       {"wrong.toml:5 network.layer[1].activaton", "write activation,"}},
      {"title no string", "title = 3\n" + net + data, {"wrong.toml:1 title", "found 3"}},
  };
}

std::vector<Malformed> network_cases() {
  std::string deep = "[network]\ninputs = 1\n";
  for (int k = 0; k < 11; ++k) deep += "[[network.layer]]\nwidth = 1\nrepeat = 1000\n";
  return {
      {"too many layers", deep + data, {"network.layer[11]", "at most 10000 layers", "repeat fewer"}},
      {"network no table", "network = 3\n" + data, {"wrong.toml:1 network", "expected a table", "[network]"}},
      {"no inputs", "[network]\n" + layer + data, {"wrong.toml:1 network.inputs", "found nothing", "inputs = 2"}},
      {"no layers", "[network]\ninputs = 1\n" + data, {"network.layer", "[[network.layer]]"}},
      {"single brackets",
       "[network]\ninputs = 1\n[network.layer]\nwidth = 1\n" + data,
       {"wrong.toml:3 network.layer", "double brackets"}},
      {"inputs text",
       "[network]\ninputs = \"two\"\n" + layer + data,
       {"wrong.toml:2 network.inputs", "\"two\"", "write inputs"}},
      {"inputs 0", "[network]\ninputs = 0\n" + layer + data, {"wrong.toml:2 network.inputs", "found 0"}},
      {"inputs decimal", "[network]\ninputs = 1.5\n" + layer + data, {"wrong.toml:2 network.inputs", "found 1.5"}},
      {"width 0", with_layer("width = 0") + data, {"wrong.toml:4 network.layer[1].width", "found 0", "width = 2"}},
      {"width negative", with_layer("width = -3") + data, {"wrong.toml:4 network.layer[1].width", "found -3"}},
      {"width missing", with_layer("bias = true") + data, {"network.layer[1].width", "found nothing", "width = 2"}},
      {"unknown kind",
       with_layer("kind = \"dens\"\nwidth = 1") + data,
       {"wrong.toml:4 network.layer[1].kind", "\"dens\"", "kind = \"dense\""}},
      {"kind no string", with_layer("kind = 1\nwidth = 1") + data, {"wrong.toml:4 network.layer[1].kind", "found 1"}},
      {"bias no boolean",
       with_layer("width = 1\nbias = \"yes\"") + data,
       {"wrong.toml:5 network.layer[1].bias", "true or false"}},
      {"filter too long",
       with_layer("kind = \"conv1d\"\nfilter = 4") + data,
       {"wrong.toml:5 network.layer[1].filter", "3", "filter = 3 or less"}},
      {"filter missing",
       with_layer("kind = \"conv1d\"\nchannels = 1") + data,
       {"network.layer[1].filter", "filter = 2"}},
      {"stride 0",
       with_layer("kind = \"conv1d\"\nfilter = 2\nstride = 0") + data,
       {"wrong.toml:6 network.layer[1].stride", "found 0"}},
      {"channels 0",
       with_layer("kind = \"conv1d\"\nfilter = 2\nchannels = 0") + data,
       {"wrong.toml:6 network.layer[1].channels"}},
      {"residual widths",
       with_layer("width = 2\n[[network.layer]]\nkind = \"residual\"\nfrom = 0") + data,
       {"wrong.toml:7 network.layer[2].from", "width 3"}},
      {"residual future",
       with_layer("kind = \"residual\"\nfrom = 2") + data,
       {"wrong.toml:5 network.layer[1].from", "found 2", "earlier layer"}},
      {"residual from missing", with_layer("kind = \"residual\"") + data, {"network.layer[1].from", "from = 0"}},
      {"residual with a width",
       with_layer("kind = \"residual\"\nfrom = 0\nwidth = 3") + data,
       {"wrong.toml:6 network.layer[1].width", "leave it out"}},
      {"fixed without weights", with_layer("kind = \"fixed\"") + data, {"network.layer[1].weights", "write weights"}},
      {"fixed ragged",
       with_layer("kind = \"fixed\"\nweights = [[1, 2, 3], [1]]") + data,
       {"wrong.toml:5 network.layer[1].weights[2]", "same length"}},
      {"fixed shape",
       with_layer("kind = \"fixed\"\nweights = [[1, 2]]") + data,
       {"wrong.toml:5 network.layer[1].weights", "3"}},
      {"fixed bias shape",
       with_layer("kind = \"fixed\"\nweights = [[1, 2, 3]]\nbias = [1, 2]") + data,
       {"wrong.toml:6 network.layer[1].bias"}},
      {"all constant",
       "[network]\ninputs = 1\n[[network.layer]]\nkind = \"fixed\"\nweights = [[1]]\n" + data,
       {"network.layer", "that can vary", "dense"}},
      {"all frozen", net + "[network.freeze]\nw1_1_1 = 1\n" + data, {"network.layer", "that can vary", "freeze"}},
  };
}

std::vector<Malformed> activation_cases() {
  const std::string place = "wrong.toml:5 network.layer[1].activation";
  return {
      {"relu",
       with_activation("\"relu\""),
       {place + ": expected a polynomial in z, found \"relu\"; write { approximate = \"relu\", degree = 4, interval = "
                "[-2, 2] } instead"}},
      {"another variable", with_activation("\"x^2\""), {place, "\"x^2\"", "write \"z^2\""}},
      {"incomplete", with_activation("\"z^2 +\""), {place, "the end"}},
      {"division by z", with_activation("\"1/z\""), {place, "division by a polynomial"}},
      {"division by 0", with_activation("\"z/0\""), {place, "division by 0"}},
      {"constant", with_activation("\"3\""), {place, "depends on z"}},
      {"number", with_activation("2"), {place, "found 2", "in quotes"}},
      {"huge degree", with_activation("\"z^1000\""), {place, "degree above"}},
      {"unknown function",
       with_activation("{ approximate = \"rleu\", degree = 4, interval = [-2, 2] }"),
       {place + ".approximate", "relu"}},
      {"no degree",
       with_activation("{ approximate = \"relu\", interval = [-2, 2] }"),
       {place + ".degree", "degree = 4"}},
      {"no interval",
       with_activation("{ approximate = \"relu\", degree = 4 }"),
       {place + ".interval", "interval = [-2, 2]"}},
      {"degree 0",
       with_activation("{ approximate = \"relu\", degree = 0, interval = [-2, 2] }"),
       {place + ".degree", "found 0"}},
      {"degree too big",
       with_activation("{ approximate = \"relu\", degree = 400, interval = [-2, 2] }"),
       {place + ".degree", "found 400"}},
      {"interval reversed",
       with_activation("{ approximate = \"relu\", degree = 4, interval = [2, -2] }"),
       {place + ".interval", "interval = [-2, 2]"}},
      {"interval empty",
       with_activation("{ approximate = \"relu\", degree = 4, interval = [1, 1] }"),
       {place + ".interval", "low below high"}},
      {"interval of three",
       with_activation("{ approximate = \"relu\", degree = 4, interval = [0, 1, 2] }"),
       {place + ".interval", "two numbers"}},
  };
}

std::vector<Malformed> weight_cases() {
  const std::string freeze = hidden + "[network.freeze]\n", tie = hidden + "[network.tie]\n";
  return {
      {"freeze unknown",
       freeze + "w3_1_1 = 1\n" + data,
       {"wrong.toml:9 network.freeze.w3_1_1", "\"w3_1_1\"", "w1_1_1"}},
      {"freeze to text",
       freeze + "w1_1_1 = \"half\"\n" + data,
       {"wrong.toml:9 network.freeze.w1_1_1", "\"half\"", "1/4"}},
      {"freeze a bias that is none", freeze + "b2_1 = 1\n" + data, {"wrong.toml:9 network.freeze.b2_1"}},
      {"freeze no table",
       "[network]\nfreeze = 3\ninputs = 1\n" + layer + data,
       {"wrong.toml:2 network.freeze", "[network.freeze]"}},
      {"tie unknown", tie + "w9_1_1 = \"w1_1_1\"\n" + data, {"wrong.toml:9 network.tie.w9_1_1"}},
      {"tie to unknown", tie + "w1_1_1 = \"w1_1_7\"\n" + data, {"wrong.toml:9 network.tie.w1_1_1", "\"w1_1_7\""}},
      {"tie to itself", tie + "w1_1_1 = \"-w1_1_1\"\n" + data, {"wrong.toml:9 network.tie.w1_1_1", "itself"}},
      {"tie to a number", tie + "w1_1_1 = 3\n" + data, {"wrong.toml:9 network.tie.w1_1_1", "found 3"}},
      {"tie cycle", tie + "w1_1_1 = \"w1_2_1\"\nw1_2_1 = \"w1_1_1\"\n" + data, {"network.tie.w1_1_1", "cycle"}},
      {"tie chain",
       tie + "w1_1_1 = \"w1_2_1\"\nw1_2_1 = \"w2_1_1\"\n" + data,
       {"network.tie.w1_1_1", "tie w1_1_1 to the last", "w2_1_1"}},
      {"frozen and tied",
       tie + "w1_1_1 = \"w1_2_1\"\n[network.freeze]\nw1_1_1 = 1\n" + data,
       {"network.tie.w1_1_1", "either frozen or tied"}},
      {"tie to frozen",
       tie + "w1_1_1 = \"w1_2_1\"\n[network.freeze]\nw1_2_1 = 1\n" + data,
       {"network.tie.w1_1_1", "freeze w1_1_1 instead"}},
  };
}

std::vector<Malformed> data_cases() {
  return {
      {"no data", net, {"wrong.toml data", "[data]"}},
      {"no targets", net + "[data]\ninputs = [[1]]\n", {"wrong.toml:5 data.targets", "targets = "}},
      {"neither", net + "[data]\n", {"wrong.toml:5 data.inputs", "random"}},
      {"unknown data key",
       net + "[data]\ninput = [[1]]\ntargets = [[1]]\n",
       {"wrong.toml:6 data.input", "write inputs"}},
      {"ragged inputs",
       net + "[data]\ninputs = [[1], [1, 2]]\ntargets = [[1], [2]]\n",
       {"wrong.toml:6 data.inputs[2]", "same length"}},
      {"flat inputs",
       net + "[data]\ninputs = [1, 2]\ntargets = [[1], [2]]\n",
       {"wrong.toml:6 data.inputs[1]", "a row a sample"}},
      {"no samples", net + "[data]\ninputs = []\ntargets = []\n", {"wrong.toml:6 data.inputs", "array of 0"}},
      {"inputs of another length",
       net + "[data]\ninputs = [[1, 2]]\ntargets = [[1]]\n",
       {"wrong.toml:6 data.inputs[1]", "inputs = 2 in [network]"}},
      {"fewer targets",
       net + "[data]\ninputs = [[1], [2]]\ntargets = [[1]]\n",
       {"wrong.toml:7 data.targets", "2 rows"}},
      {"targets of another length",
       net + "[data]\ninputs = [[1]]\ntargets = [[1, 2]]\n",
       {"wrong.toml:7 data.targets[1]", "width 2"}},
      {"text",
       net + "[data]\ninputs = [[\"one\"]]\ntargets = [[1]]\n",
       {"wrong.toml:6 data.inputs[1][1]", "\"one\"", "1/4"}},
      {"denominator 0",
       net + "[data]\ninputs = [[\"1/0\"]]\ntargets = [[1]]\n",
       {"wrong.toml:6 data.inputs[1][1]", "\"1/0\""}},
      {"nan", net + "[data]\ninputs = [[1]]\ntargets = [[nan]]\n", {"wrong.toml:7 data.targets[1][1]", "found nan"}},
      {"infinity",
       net + "[data]\ninputs = [[-inf]]\ntargets = [[1]]\n",
       {"wrong.toml:6 data.inputs[1][1]", "found -inf"}},
      {"boolean",
       net + "[data]\ninputs = [[true]]\ntargets = [[1]]\n",
       {"wrong.toml:6 data.inputs[1][1]", "found true"}},
      {"date",
       net + "[data]\ninputs = [[2020-01-01]]\ntargets = [[1]]\n",
       {"wrong.toml:6 data.inputs[1][1]", "2020-01-01"}},
      {"random without samples",
       net + "[data]\nrandom = { seed = 1 }\n",
       {"wrong.toml:6 data.random.samples", "samples = 4"}},
      {"random 0 samples", net + "[data]\nrandom = { samples = 0 }\n", {"wrong.toml:6 data.random.samples", "found 0"}},
      {"random negative seed",
       net + "[data]\nrandom = { samples = 1, seed = -2 }\n",
       {"wrong.toml:6 data.random.seed", "found -2", "seed = 1"}},
      {"random and inline", net + "[data]\nrandom = { samples = 1 }\ninputs = [[1]]\n", {"wrong.toml:7 data.inputs"}},
      {"random no table", net + "[data]\nrandom = 4\n", {"wrong.toml:6 data.random", "{ samples = 4, seed = 7 }"}},
      {"random and file",
       net + "[data]\nrandom = { samples = 1 }\nfile = \"good.csv\"\n",
       {"data.random", "either file or random"}},
      {"classes without file", net + "[data]\nclasses = \"c\"\n", {"wrong.toml:6 data.classes", "file = "}},
      {"rows without file",
       net + "[data]\nrows = \"1-2\"\ninputs = [[1]]\ntargets = [[1]]\n",
       {"wrong.toml:6 data.rows", "file"}},
  };
}

std::vector<Malformed> csv_cases() {
  const std::string columns = "inputs = [\"x\"]\ntargets = [\"y\"]\n";
  return {
      {"no such file",
       with_csv("file = \"none.csv\"\n" + columns),
       {"wrong.toml:6 data.file", "\"none.csv\"", "beside the specification"}},
      {"file no string", with_csv("file = 3\n" + columns), {"wrong.toml:6 data.file", "in quotes"}},
      {"no input columns", with_csv("file = \"good.csv\"\ntargets = [\"y\"]"), {"data.inputs", "inputs = "}},
      {"no target columns", with_csv("file = \"good.csv\"\ninputs = [\"x\"]"), {"data.targets", "classes"}},
      {"unknown column",
       with_csv("file = \"good.csv\"\ninputs = [\"z\"]\ntargets = [\"y\"]"),
       {"wrong.toml:7 data.inputs[1]", "\"z\"", "x, y, c"}},
      {"unknown class column",
       with_csv("file = \"good.csv\"\ninputs = [\"x\"]\nclasses = \"kind\""),
       {"wrong.toml:8 data.classes", "\"kind\"", "x, y, c"}},
      {"targets and classes", with_csv("file = \"good.csv\"\nclasses = \"c\"\n" + columns), {"data.classes", "either"}},
      {"numbers as columns",
       with_csv("file = \"good.csv\"\ninputs = [1]\ntargets = [\"y\"]"),
       {"wrong.toml:7 data.inputs[1]", "in quotes"}},
      {"number of columns",
       with_csv("file = \"good.csv\"\ninputs = [\"x\", \"y\"]\ntargets = [\"y\"]"),
       {"wrong.toml:7 data.inputs", "inputs = 2 in [network]"}},
      {"number of classes",
       with_csv("file = \"good.csv\"\ninputs = [\"x\"]\nclasses = \"c\""),
       {"wrong.toml:8 data.classes", "width 2"}},
      {"text in a cell",
       with_csv("file = \"text.csv\"\n" + columns),
       {"text.csv:3 x: expected a number, found \"n/a\"; write one, or leave the row out: rows = \"1, 3\""}},
      {"ragged row", with_csv("file = \"ragged.csv\"\n" + columns), {"ragged.csv:3", "2 fields", "found 1"}},
      {"empty file", with_csv("file = \"empty.csv\"\n" + columns), {"empty.csv:1", "header"}},
      {"header alone", with_csv("file = \"header.csv\"\n" + columns), {"wrong.toml:6 data.file", "at least one row"}},
      {"column twice", with_csv("file = \"twice.csv\"\n" + columns), {"twice.csv:1", "rename"}},
      {"open quote", with_csv("file = \"quote.csv\"\n" + columns), {"quote.csv:2", "closing quote"}},
      {"rows beyond the end",
       with_csv("file = \"good.csv\"\nrows = \"1-9\"\n" + columns),
       {"wrong.toml:7 data.rows", "\"1-9\"", "1-2"}},
      {"rows reversed",
       with_csv("file = \"good.csv\"\nrows = \"2-1\"\n" + columns),
       {"wrong.toml:7 data.rows", "\"2-1\""}},
      {"rows text", with_csv("file = \"good.csv\"\nrows = \"all\"\n" + columns), {"wrong.toml:7 data.rows", "\"all\""}},
      {"rows a number", with_csv("file = \"good.csv\"\nrows = 1\n" + columns), {"wrong.toml:7 data.rows", "found 1"}},
  };
}

std::vector<Malformed> distribution_cases() {
  const auto random = [](const std::string& inputs) {
    return net + "[data]\nrandom = { samples = 4, inputs = " + inputs + " }\n";
  };
  const auto with_loss = [](const std::string& kind, const std::string& targets) {
    return net + "[data]\nrandom = { samples = 4, targets = " + targets + " }\n[loss]\nkind = \"" + kind + "\"\n";
  };
  return {
      {"distribution",
       random("{ distribution = \"gauss\" }"),
       {"wrong.toml:6 data.random.inputs.distribution", "one of uniform, normal, integers, signs, tenths", "\"gauss\"",
        "write distribution = "}},
      {"distribution no table",
       random("\"normal\""),
       {"wrong.toml:6 data.random.inputs", "\"normal\"", "{ distribution = "}},
      {"distribution no string",
       random("{ distribution = 3 }"),
       {"wrong.toml:6 data.random.inputs.distribution", "found 3"}},
      {"uniform without interval",
       random("{ distribution = \"uniform\" }"),
       {"wrong.toml:6 data.random.inputs.interval", "interval = [-1, 1]"}},
      {"interval reversed",
       random("{ distribution = \"uniform\", interval = [1, -1] }"),
       {"wrong.toml:6 data.random.inputs.interval", "low first"}},
      {"interval of one number",
       random("{ distribution = \"uniform\", interval = [1] }"),
       {"data.random.inputs.interval", "an array of 1"}},
      {"no integer",
       random("{ distribution = \"integers\", interval = [\"1/3\", \"2/3\"] }"),
       {"wrong.toml:6 data.random.inputs.interval", "one integer", "longer"}},
      {"no multiple",
       random("{ distribution = \"uniform\", interval = [\"1/3\", \"2/3\"], step = 1 }"),
       {"data.random.inputs.interval", "multiple of 1", "step smaller"}},
      {"too many multiples",
       random("{ distribution = \"uniform\", interval = [0, 1], step = 1e-30 }"),
       {"data.random.inputs.interval", "2^62", "step larger"}},
      {"step 0",
       random("{ distribution = \"uniform\", interval = [0, 1], step = 0 }"),
       {"data.random.inputs.step", "> 0", "1/1000"}},
      {"step of integers",
       random("{ distribution = \"integers\", interval = [0, 1], step = 2 }"),
       {"data.random.inputs.step", "no step", "leave it out"}},
      {"step far below the deviation",
       random("{ distribution = \"normal\", step = 1e-13 }"),
       {"data.random.inputs.step", "10^-12", "1/1000"}},
      {"negative deviation",
       random("{ distribution = \"normal\", deviation = -1 }"),
       {"data.random.inputs.deviation", "found -1", "write 1"}},
      {"interval of normal",
       random("{ distribution = \"normal\", interval = [0, 1] }"),
       {"data.random.inputs.interval", "no interval", "uniform and integers"}},
      {"mean without distribution",
       random("{ mean = 3 }"),
       {"data.random.inputs.distribution", "write distribution = \"normal\" beside mean"}},
      {"unknown key",
       random("{ distribution = \"normal\", sigma = 1 }"),
       {"wrong.toml:6 data.random.inputs.sigma", "mean, deviation"}},
      {"a seed of its own",
       random("{ distribution = \"signs\", seed = 1 }"),
       {"data.random.inputs.seed", "leave it out"}},
      {"targets of the logistic loss",
       with_loss("logistic", "{ distribution = \"normal\" }"),
       {"wrong.toml:6 data.random.targets", "random classes", "signs"}},
  };
}

std::vector<Malformed> teacher_cases() {
  const std::string given = net + "[data]\ninputs = [[1], [2]]\n";  // 6 lines
  const auto teacher = [&](const std::string& keys) { return given + "[data.teacher]\n" + keys + "\n"; };
  return {
      {"teacher no table", given + "teacher = 3\n", {"wrong.toml:7 data.teacher", "[data.teacher]"}},
      {"teacher key", teacher("weight = [1]"), {"wrong.toml:8 data.teacher.weight", "write weights"}},
      {"teacher and targets",
       given + "targets = [[1], [2]]\n[data.teacher]\nweights = [1]\n",
       {"wrong.toml:7 data.targets", "either targets or a teacher"}},
      {"teacher and random targets",
       net +
           "[data]\nrandom = { samples = 3, targets = { distribution = \"signs\" } }\n[data.teacher]\nweights = [1]\n",
       {"data.teacher", "either targets in random or a teacher"}},
      {"weights and random",
       teacher("weights = [1]\nrandom = { seed = 1 }"),
       {"wrong.toml:9 data.teacher.random", "either weights or random"}},
      {"number of weights",
       teacher("weights = [1, 2]"),
       {"wrong.toml:8 data.teacher.weights", "1 numbers", "an array of 2", "w1_1_1"}},
      {"weights a word",
       teacher("weights = \"random\""),
       {"wrong.toml:8 data.teacher.weights", "random = { seed = 7 }"}},
      {"weight no number", teacher("weights = [\"one\"]"), {"wrong.toml:8 data.teacher.weights[1]", "\"one\"", "1/4"}},
      {"weight of another network",
       teacher("weights = { w1_2_1 = 1 }"),
       {"wrong.toml:8 data.teacher.weights.w1_2_1", "a weight of this network"}},
      {"weight missing",
       teacher("weights = {}"),
       {"wrong.toml:8 data.teacher.weights", "none for w1_1_1", "write w1_1_1 = 1"}},
      {"frozen weight",
       "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nbias = true\n[network.freeze]\nb1_1 = 2\n[data]\ninputs = "
       "[[1]]\n"
       "[data.teacher]\nweights = { w1_1_1 = 1, b1_1 = 1 }\n",
       {"wrong.toml:11 data.teacher.weights.b1_1", "frozen at 2", "leave it out"}},
      {"tied weight",
       "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nbias = true\n[network.tie]\nb1_1 = "
       "\"w1_1_1\"\n[data]\ninputs = [[1]]\n"
       "[data.teacher]\nweights = { w1_1_1 = 1, b1_1 = 1 }\n",
       {"wrong.toml:11 data.teacher.weights.b1_1", "not tied", "w1_1_1"}},
      {"outputs of another number",
       teacher("layer = [ { width = 2 } ]"),
       {"wrong.toml:8 data.teacher.layer", "1 outputs", "found 2", "width 1"}},
      {"layers no array", teacher("layer = 3"), {"wrong.toml:8 data.teacher.layer", "an array of layers"}},
      {"layer key", teacher("layer = [ { wdth = 1 } ]"), {"data.teacher.layer[1].wdth", "write width"}},
      {"noise a number", teacher("noise = 0.1"), {"wrong.toml:8 data.teacher.noise", "found 0.1", "deviation"}},
      {"noise without distribution",
       teacher("noise = { deviation = 0.1 }"),
       {"wrong.toml:8 data.teacher.noise.distribution", "normal"}},
      {"noise seed",
       teacher("noise = { distribution = \"normal\", seed = -1 }"),
       {"data.teacher.noise.seed", "found -1"}},
      {"too many products",
       "[network]\ninputs = 1\n[[network.layer]]\nwidth = 3000\n[[network.layer]]\nwidth = "
       "3000\n[[network.layer]]\nwidth = 1\n"
       "[data]\nrandom = { samples = 20 }\n[data.teacher]\nrandom = { seed = 1 }\n",
       {"data.teacher", "10^8 products"}},
  };
}

std::vector<Malformed> coding_cases() {
  const std::string file = "file = \"classes.csv\"\ninputs = [\"x\"]\nclasses = \"c\"\n";
  const std::string logistic = "[loss]\nkind = \"logistic\"\n";
  return {
      {"three classes of the logistic loss",
       with_csv(file + logistic),
       {"wrong.toml:8 data.classes", "two classes", "found 3", "cross-entropy", "width 3"}},
      {"two classes, one output",
       with_csv(file + "rows = \"1-2\"\n"),
       {"wrong.toml:8 data.classes", "width 2", "coding = \"signs\""}},
      {"three classes as signs",
       with_csv(file + "coding = \"signs\"\n"),
       {"wrong.toml:8 data.classes", "two classes", "one-hot"}},
      {"coding word", with_csv(file + "coding = \"sign\"\n"), {"wrong.toml:9 data.coding", "write coding = \"signs\""}},
      {"one-hot logistic",
       with_csv(file + "rows = \"1-2\"\ncoding = \"one-hot\"\n" + logistic),
       {"wrong.toml:10 data.coding", "signs", "leave coding out"}},
      {"coding without classes",
       with_csv("file = \"good.csv\"\ninputs = [\"x\"]\ntargets = [\"y\"]\ncoding = \"signs\"\n"),
       {"data.coding", "classes"}},
      {"coding without file", net + "[data]\ncoding = \"signs\"\n", {"wrong.toml:6 data.coding", "file = "}},
  };
}

std::vector<Malformed> loss_cases() {
  const std::string base = net + data;  // 7 lines
  return {
      {"unknown loss",
       base + "[loss]\nkind = \"sqare\"\n",
       {"wrong.toml:9 loss.kind", "\"sqare\"", "kind = \"square\""}},
      {"unknown scale", base + "[loss]\nscale = \"average\"\n", {"wrong.toml:9 loss.scale", "mean"}},
      {"loss no table", "loss = \"square\"\n" + base, {"wrong.toml:1 loss", "[loss]"}},
      {"polynomial of the square loss",
       base + "[loss]\npolynomial = { degree = 4, interval = [-1, 1] }\n",
       {"wrong.toml:9 loss.polynomial", "leave it out"}},
      {"logistic of two outputs",
       with_two_outputs("[loss]\nkind = \"logistic\"\n"),
       {"wrong.toml:9 loss.kind", "cross-entropy"}},
      {"logistic targets",
       net + "[data]\ninputs = [[1], [2]]\ntargets = [[1], [0]]\n[loss]\nkind = \"logistic\"\n",
       {"wrong.toml:7 data.targets[2]", "-1 and 1"}},
      {"cross-entropy of one output",
       base + "[loss]\nkind = \"cross-entropy\"\n",
       {"wrong.toml:9 loss.kind", "logistic"}},
      {"cross-entropy targets",
       "[network]\ninputs = 1\n[[network.layer]]\nwidth = 2\n[data]\ninputs = [[1]]\ntargets = [[1, 1]]\n[loss]\nkind "
       "= \"cross-entropy\"\n",
       {"wrong.toml:7 data.targets[1]", "one-hot"}},
      {"surrogate interval",
       base + "[loss]\nkind = \"logistic\"\npolynomial = { degree = 4, interval = [3, -3] }\n",
       {"wrong.toml:10 loss.polynomial.interval", "[-3, 3]"}},
      {"surrogate key",
       base + "[loss]\nkind = \"logistic\"\npolynomial = { degre = 4, interval = [-3, 3] }\n",
       {"wrong.toml:10 loss.polynomial.degre", "write degree"}},
      {"negative lambda",
       base + "[regularization]\ntikhonov = \"-1/10\"\n",
       {"wrong.toml:9 regularization.tikhonov", "write 1/10 or 0"}},
      {"lambda nan",
       base + "[regularization]\ntikhonov = nan\n",
       {"wrong.toml:9 regularization.tikhonov", "found nan"}},
      {"lambda word",
       base + "[regularization]\ntikhonov = \"random\"\n",
       {"wrong.toml:9 regularization.tikhonov", "\"generic\""}},
      {"lambda array",
       base + "[regularization]\ntikhonov = [1]\n",
       {"wrong.toml:9 regularization.tikhonov", "an array of 1"}},
      {"regularisation seed",
       base + "[regularization]\ntikhonov = \"generic\"\nseed = -1\n",
       {"wrong.toml:10 regularization.seed", "found -1"}},
      {"regularisation key",
       base + "[regularization]\nlambda = 1\n",
       {"wrong.toml:9 regularization.lambda", "keys tikhonov, seed", "leave it out"}},
      {"per weight, layers",
       base + "[regularization]\ntikhonov = { layer = [] }\n",
       {"wrong.toml:9 regularization.tikhonov.layer", "1 tables"}},
      {"per weight, shape",
       base + "[regularization]\ntikhonov = { layer = [ { weights = [[1, 2]] } ] }\n",
       {"regularization.tikhonov.layer[1].weights", "1 rows of 1"}},
      {"per weight, negative",
       base + "[regularization]\ntikhonov = { layer = [ { weights = [[-1]] } ] }\n",
       {"regularization.tikhonov.layer[1].weights[1][1]", "found -1"}},
      {"per weight, bias missing",
       hidden + data +
           "[regularization]\ntikhonov = { layer = [ { weights = [[1], [1]] }, { weights = [[1, 1]] } ] }\n",
       {"regularization.tikhonov.layer[1].bias", "bias = [..]"}},
      {"per weight, bias too many",
       base + "[regularization]\ntikhonov = { layer = [ { weights = [[1]], bias = [1] } ] }\n",
       {"regularization.tikhonov.layer[1].bias", "leave bias out"}},
      {"solve no table", "solve = 3\n" + base, {"wrong.toml:1 solve", "[solve]"}},
      {"solve array", base + "[solve]\nstart = [1]\n", {"wrong.toml:9 solve.start", "single value"}},
  };
}

void check_all(const std::vector<Malformed>& cases) {
  const Folder folder;
  for (const Malformed& wrong : cases) {
    INFO(wrong.name);
    std::string message = "nothing was thrown";
    try {
      parse_specification(wrong.text, "wrong.toml", folder.path.string());
    } catch (const InputError& error) {
      message = error.what();
    }
    INFO(message);
    for (const std::string& part : wrong.says) {
      INFO(part);
      CHECK(message.find(part) != std::string::npos);
    }
    CHECK(message.find("expected ") != std::string::npos);
    CHECK(message.find("; ") != std::string::npos);  // a remedy
  }
}

}  // namespace

TEST_CASE("malformed TOML and unknown keys") { check_all(syntax_cases()); }
TEST_CASE("malformed networks") { check_all(network_cases()); }
TEST_CASE("malformed activations") { check_all(activation_cases()); }
TEST_CASE("malformed frozen and tied weights") { check_all(weight_cases()); }
TEST_CASE("malformed data") { check_all(data_cases()); }
TEST_CASE("malformed distributions") { check_all(distribution_cases()); }
TEST_CASE("malformed teachers") { check_all(teacher_cases()); }
TEST_CASE("malformed codings of classes") { check_all(coding_cases()); }
TEST_CASE("malformed CSV files") { check_all(csv_cases()); }
TEST_CASE("malformed losses and regularisation") { check_all(loss_cases()); }

TEST_CASE("a missing specification is named") {
  try {
    read_specification("no/such.toml");
    FAIL("nothing was thrown");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()).find("no/such.toml: expected") == 0);
  }
}
