#include "polyscape/report/letters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

namespace polyscape::report {
namespace {

/// How many bytes the character takes that begins with this text; 1 where it is none.
std::size_t length_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) >= 0xf0 && byte(0) < 0xf5   ? 4
                             : byte(0) >= 0xe0 && byte(0) < 0xf0 ? 3
                             : byte(0) >= 0xc2 && byte(0) < 0xe0 ? 2
                                                                 : 1;
  if (length > text.size()) return 1;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 1;
  return length;
}

/// An accent and the letters that have it, each before its letter without.
struct Accent {
  const char *command, *letters;
};
constexpr Accent accents[] = {{"\\`", "ÀA ÈE ÌI ÒO ÙU àa èe ìi òo ùu ǸN ǹn"},
                              {"\\'", "ÁA ÉE ÍI ÓO ÚU ÝY áa ée íi óo úu ýy ĆC ćc ĹL ĺl ŃN ńn ŔR ŕr ŚS śs ŹZ źz ǴG ǵg"},
                              {"\\^", "ÂA ÊE ÎI ÔO ÛU âa êe îi ôo ûu ĈC ĉc ĜG ĝg ĤH ĥh ĴJ ĵ\\j ŜS ŝs ŴW ŵw ŶY ŷy"},
                              {"\\~", "ÃA ÑN ÕO ãa ñn õo ĨI ĩ\\i ŨU ũu"},
                              {"\\\"", "ÄA ËE ÏI ÖO ÜU äa ëe ïi öo üu ÿy ŸY"},
                              {"\\r", "ÅA åa ŮU ůu"},
                              {"\\v", "ČC čc ĎD ďd ĚE ěe ŇN ňn ŘR řr ŠS šs ŤT ťt ŽZ žz ǍA ǎa ǦG ǧg"},
                              {"\\u", "ĂA ăa ĔE ĕe ĞG ğg ĬI ĭ\\i ŎO ŏo ŬU ŭu"},
                              {"\\=", "ĀA āa ĒE ēe ĪI ī\\i ŌO ōo ŪU ūu"},
                              {"\\.", "ĊC ċc ĖE ėe ĠG ġg İI ŻZ żz"},
                              {"\\c", "ÇC çc ŞS şs ŢT ţt ĢG ĶK ķk ĻL ļl ŅN ņn ŖR ŗr"},
                              {"\\H", "ŐO őo ŰU űu"}};

/// Characters with names of their own: in text, and in mathematics.
constexpr const char* in_text =
    "ß\\ss{} Æ\\AE{} æ\\ae{} Œ\\OE{} œ\\oe{} Ø\\O{} ø\\o{} Ł\\L{} ł\\l{} ı\\i{} ȷ\\j{} –-- —--- ‐- ‑- ‘` ’' "
    "“`` ”'' …\\dots{} §\\S{} ¶\\P{} ©\\copyright{} ¡!` ¿?` †\\dag{} ‡\\ddag{} £\\pounds{} ﬁfi ﬂfl";
constexpr const char* in_mathematics =
    "α\\alpha β\\beta γ\\gamma δ\\delta ε\\varepsilon ϵ\\epsilon ζ\\zeta η\\eta θ\\theta ϑ\\vartheta ι\\iota κ\\kappa "
    "λ\\lambda μ\\mu µ\\mu ν\\nu ξ\\xi οo π\\pi ρ\\rho σ\\sigma ς\\varsigma τ\\tau υ\\upsilon φ\\varphi ϕ\\phi χ\\chi "
    "ψ\\psi ω\\omega Γ\\Gamma Δ\\Delta Θ\\Theta Λ\\Lambda Ξ\\Xi Π\\Pi Σ\\Sigma Υ\\Upsilon Φ\\Phi Ψ\\Psi Ω\\Omega "
    "×\\times ÷\\div ±\\pm ∓\\mp ·\\cdot ∗* −- ≤\\leq ≥\\geq ≠\\neq ≈\\approx ≡\\equiv ∼\\sim ∝\\propto ≪\\ll ≫\\gg "
    "∞\\infty ∂\\partial ∇\\nabla ∑\\sum ∏\\prod ∫\\int √\\surd ∈\\in ∉\\notin ∅\\emptyset ⊂\\subset ⊆\\subseteq "
    "∪\\cup ∩\\cap ∖\\setminus ∧\\wedge ∨\\vee ¬\\neg ∀\\forall ∃\\exists →\\to ←\\leftarrow ↔\\leftrightarrow "
    "⇒\\Rightarrow ⇔\\Leftrightarrow ↦\\mapsto ∘\\circ ⊗\\otimes ⊕\\oplus ⊥\\perp ‖\\| ⟨\\langle ⟩\\rangle ⌊\\lfloor "
    "⌋\\rfloor ⌈\\lceil ⌉\\rceil ℓ\\ell ℝ\\mathbf{R} ℂ\\mathbf{C} ℚ\\mathbf{Q} ℤ\\mathbf{Z} ℕ\\mathbf{N} "
    "°{}^\\circ ¹{}^1 ²{}^2 ³{}^3 ⁴{}^4 ⁵{}^5 ⁶{}^6 ⁷{}^7 ⁸{}^8 ⁹{}^9 ⁰{}^0 ₀{}_0 ₁{}_1 ₂{}_2 ₃{}_3 ₄{}_4 ₅{}_5 "
    "₆{}_6 ₇{}_7 ₈{}_8 ₉{}_9 ½\\frac12 ⅓\\frac13 ¼\\frac14 ¾\\frac34 ′' ″''";

const std::map<std::string, std::string, std::less<>>& letters() {
  static const auto table = [] {
    std::map<std::string, std::string, std::less<>> result;
    const auto each = [](const char* list, const auto& add) {
      std::istringstream words(list);
      for (std::string word; words >> word;) {
        const std::size_t length = length_of(word);
        add(word.substr(0, length), word.substr(length));
      }
    };
    for (const auto& [command, list] : accents)
      each(list, [&](const std::string& letter, const std::string& base) {
        result[letter] = std::string(command) + "{" + base + "}";
      });
    each(in_text, [&](const std::string& letter, const std::string& name) { result[letter] = name; });
    each(in_mathematics,
         [&](const std::string& letter, const std::string& name) { result[letter] = "$" + name + "$"; });
    for (const char* blank : {"\u00a0", "\u202f"}) result[blank] = "~";
    for (const char* blank : {"\u2002", "\u2003", "\u2009"}) result[blank] = "\\ ";
    for (const char* nothing : {"\u00ad", "\u200b", "\ufeff"}) result[nothing] = "{}";
    return result;
  }();
  return table;
}

}  // namespace

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> result;
  while (!text.empty()) {
    const std::size_t length = length_of(text);
    result.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return result;
}

std::string code_point(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(character[i])); };
  if (character.size() == 1)
    return byte(0) < 0x80 ? fmt::format("U+{:04X}", byte(0)) : fmt::format("0x{:02X}", byte(0));
  constexpr std::array<unsigned, 5> first{0, 0, 0x1f, 0x0f, 0x07};
  unsigned code = byte(0) & first.at(character.size());
  for (std::size_t i = 1; i < character.size(); ++i) code = code << 6 | (byte(i) & 0x3f);
  return fmt::format("U+{:04X}", code);
}

std::string latex_letter(std::string_view character) {
  const auto found = letters().find(character);
  return found == letters().end() ? "" : found->second;
}

std::vector<std::string> without_letters(std::string_view text) {
  std::vector<std::string> result;
  for (const std::string_view c : characters(text)) {
    const bool ascii = c.size() == 1 && static_cast<unsigned char>(c[0]) < 0x80;
    if (!ascii && latex_letter(c).empty() && std::ranges::find(result, c) == result.end()) result.emplace_back(c);
  }
  return result;
}

}  // namespace polyscape::report
