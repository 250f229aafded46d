#include "formats/report.h"

#include <algorithm>
#include <utility>

#include "base/count_of.h"

namespace maskpoint::formats {
namespace {

constexpr std::size_t kExamples = 5;
constexpr std::size_t kLongestExample = 80;  // bytes
// A hostile file could bring up a sentence of its own for each of a million objects.
constexpr std::size_t kFindings = 200;

std::string shortened(std::string_view text) {
  if (text.size() <= kLongestExample) return std::string(text);
  std::size_t end = kLongestExample;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;  // not inside a character
  return std::string(text.substr(0, end)) + "…";
}

std::string_view opening(Outcome outcome) {
  switch (outcome) {
    case Outcome::kWrong:
      return "Wrong: ";
    case Outcome::kNotTaken:
      return "Not taken: ";
    case Outcome::kChanged:
      return "Changed: ";
    case Outcome::kNote:
      return "";
  }
  return "";
}

}  // namespace

const char* name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kWrong:
      return "wrong";
    case Outcome::kNotTaken:
      return "not_taken";
    case Outcome::kChanged:
      return "changed";
    case Outcome::kNote:
      return "note";
  }
  return "";
}

std::string sentence(const Finding& finding) {
  std::string text(opening(finding.outcome));
  if (finding.noun.empty()) {
    text += finding.what;
  } else {
    // "2 classes", not "2 classs".
    const bool classes = finding.noun == "class" && finding.count != 1;
    text += base::count_of(finding.count, classes ? "classe" : finding.noun);
    text += " " + finding.what;
  }
  if (!finding.examples.empty()) {
    text += " (";
    for (std::size_t i = 0; i < finding.examples.size(); ++i)
      text += (i ? ", " : "") + finding.examples[i];
    text += finding.count > finding.examples.size() ? ", …)" : ")";
  }
  return text + ".";
}

void Report::add(const Finding& finding) {
  const auto same = [&](const Finding& other) {
    return other.outcome == finding.outcome && other.noun == finding.noun &&
           other.what == finding.what;
  };
  auto at = std::find_if(findings_.begin(), findings_.end(), same);
  if (at == findings_.end()) {
    Finding fresh = finding;
    if (findings_.size() >= kFindings) {
      fresh.what = "with still other peculiarities";
      fresh.examples.clear();
      at = std::find_if(findings_.begin(), findings_.end(), [&](const Finding& other) {
        return other.outcome == fresh.outcome && other.noun == fresh.noun &&
               other.what == fresh.what;
      });
    }
    if (at == findings_.end()) {
      const auto after =
          std::find_if(findings_.begin(), findings_.end(),
                       [&](const Finding& other) { return other.outcome > fresh.outcome; });
      findings_.insert(after, std::move(fresh));
      return;
    }
  }
  at->count += finding.count;
  for (const std::string& example : finding.examples)
    if (at->examples.size() < kExamples) at->examples.push_back(example);
}

void Report::add(Outcome outcome, std::string_view noun, std::string_view what,
                 std::string_view example) {
  Finding finding{outcome, std::string(noun), std::string(what), 1, {}};
  if (!example.empty()) finding.examples.push_back(shortened(example));
  add(finding);
}

void Report::append(const Report& other) {
  for (const Finding& finding : other.findings_)
    add(finding);
}

std::size_t Report::count(Outcome outcome) const {
  std::size_t count = 0;
  for (const Finding& finding : findings_)
    if (finding.outcome == outcome) count += finding.count;
  return count;
}

std::string inside_sentence(const base::Status& status) {
  std::string text = status.message();
  if (text.ends_with('.')) text.pop_back();
  const bool word = text.size() > 1 && text[1] >= 'a' && text[1] <= 'z';
  if (!text.empty() && (word || text.starts_with("A ")) && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = char(text[0] - 'A' + 'a');
  return text;
}

}  // namespace maskpoint::formats
