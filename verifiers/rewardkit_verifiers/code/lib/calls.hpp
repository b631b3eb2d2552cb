// Follows a submission in one file: reads one call from standard input, writes its answer.
// The types of the called function say how its arguments are read.
#include <cctype>
#include <cmath>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace rewardkit {
struct Json {
  char kind = 'n';  // n null, t truth, i integer, d double, s text, a list, o object
  bool truth = false;
  long long integer = 0;
  double number = 0;
  std::string text;
  std::vector<Json> items;
  std::vector<std::pair<std::string, Json>> members;
};

struct Reader {
  const std::string& text;
  std::size_t at = 0;
  void space() { while (at < text.size() && std::isspace((unsigned char)text[at])) ++at; }
  char peek() { space(); if (at >= text.size()) throw std::runtime_error("the call ends early"); return text[at]; }
  bool take(char c) { if (peek() != c) return false; ++at; return true; }
  static void utf8(std::string& out, unsigned code) {
    if (code < 0x80) out += char(code);
    else if (code < 0x800) { out += char(0xC0 | code >> 6); out += char(0x80 | (code & 63)); }
    else if (code < 0x10000) { out += char(0xE0 | code >> 12); out += char(0x80 | (code >> 6 & 63)); out += char(0x80 | (code & 63)); }
    else { out += char(0xF0 | code >> 18); out += char(0x80 | (code >> 12 & 63)); out += char(0x80 | (code >> 6 & 63)); out += char(0x80 | (code & 63)); }
  }
  std::string string() {
    std::string out;
    ++at;
    while (text.at(at) != '"') {
      char c = text[at++];
      if (c != '\\') { out += c; continue; }
      c = text.at(at++);
      if (c == 'n') out += '\n'; else if (c == 't') out += '\t'; else if (c == 'r') out += '\r';
      else if (c == 'b') out += '\b'; else if (c == 'f') out += '\f';
      else if (c == 'u') {
        unsigned code = std::stoul(text.substr(at, 4), nullptr, 16);
        at += 4;
        if (code >= 0xD800 && code < 0xDC00 && text.compare(at, 2, "\\u") == 0) {
          code = 0x10000 + ((code - 0xD800) << 10) + (std::stoul(text.substr(at + 2, 4), nullptr, 16) - 0xDC00);
          at += 6;
        }
        utf8(out, code);
      } else out += c;
    }
    ++at;
    return out;
  }
  Json value() {
    Json made;
    char c = peek();
    if (c == '"') { made.kind = 's'; made.text = string(); }
    else if (c == '[') {
      made.kind = 'a';
      ++at;
      if (!take(']')) do made.items.push_back(value()); while (take(',') || !take(']'));
    } else if (c == '{') {
      made.kind = 'o';
      ++at;
      if (!take('}')) do { peek(); std::string key = string(); take(':'); made.members.emplace_back(key, value()); } while (take(',') || !take('}'));
    } else if (text.compare(at, 4, "true") == 0) { made.kind = 't'; made.truth = true; at += 4; }
    else if (text.compare(at, 5, "false") == 0) { made.kind = 't'; at += 5; }
    else if (text.compare(at, 4, "null") == 0) at += 4;
    else {
      std::size_t end = text.find_first_not_of("+-.0123456789eE", at);
      std::string word = text.substr(at, end - at);
      at = end == std::string::npos ? text.size() : end;
      made.number = std::stod(word);
      made.kind = 'd';
      if (word.find_first_of(".eE") == std::string::npos) {
        made.kind = 'i';
        made.integer = word[0] == '-' ? std::stoll(word) : (long long)std::stoull(word);
      }
    }
    return made;
  }
};

template <class T, class = void> struct From;
template <class T> T from(const Json& json) { return From<T>::read(json); }
inline void want(bool good, const char* what) { if (!good) throw std::runtime_error(std::string("an argument is no ") + what); }
template <> struct From<bool> { static bool read(const Json& j) { want(j.kind == 't', "bool"); return j.truth; } };
template <> struct From<char> { static char read(const Json& j) { want(j.kind == 's' && j.text.size() == 1, "char"); return j.text[0]; } };
template <> struct From<std::string> { static std::string read(const Json& j) { want(j.kind == 's', "string"); return j.text; } };
template <class T> struct From<T, std::enable_if_t<std::is_arithmetic_v<T>>> {
  static T read(const Json& j) { want(j.kind == 'i' || j.kind == 'd', "number"); return j.kind == 'i' ? T(j.integer) : T(j.number); }
};
template <class T> struct From<std::vector<T>> {
  static std::vector<T> read(const Json& j) { want(j.kind == 'a', "list"); std::vector<T> out; for (auto& one : j.items) out.push_back(from<T>(one)); return out; }
};
template <class T> struct From<std::optional<T>> {
  static std::optional<T> read(const Json& j) { if (j.kind == 'n') return std::nullopt; return from<T>(j); }
};
template <class A, class B> struct From<std::pair<A, B>> {
  static std::pair<A, B> read(const Json& j) { want(j.kind == 'a' && j.items.size() == 2, "pair"); return {from<A>(j.items[0]), from<B>(j.items[1])}; }
};
template <class... T> struct From<std::tuple<T...>> {
  template <std::size_t... I> static std::tuple<T...> each(const Json& j, std::index_sequence<I...>) { return {from<T>(j.items[I])...}; }
  static std::tuple<T...> read(const Json& j) { want(j.kind == 'a' && j.items.size() == sizeof...(T), "tuple"); return each(j, std::index_sequence_for<T...>()); }
};
template <class S> struct FromSet {
  static S read(const Json& j) { want(j.kind == 'a', "set"); S out; for (auto& one : j.items) out.insert(from<typename S::value_type>(one)); return out; }
};
template <class T> struct From<std::set<T>> : FromSet<std::set<T>> {};
template <class T> struct From<std::unordered_set<T>> : FromSet<std::unordered_set<T>> {};
template <class M> struct FromMap {
  static M read(const Json& j) {
    want(j.kind == 'o', "map");
    M out;
    for (auto& [key, one] : j.members) {
      Json name;
      name.kind = 's';
      name.text = key;
      if constexpr (!std::is_same_v<typename M::key_type, std::string>) { Reader reader{key}; name = reader.value(); }
      out.emplace(from<typename M::key_type>(name), from<typename M::mapped_type>(one));
    }
    return out;
  }
};
template <class K, class V> struct From<std::map<K, V>> : FromMap<std::map<K, V>> {};
template <class K, class V> struct From<std::unordered_map<K, V>> : FromMap<std::unordered_map<K, V>> {};

inline void text(std::ostream& out, const std::string& what) {
  out << '"';
  for (unsigned char c : what) {
    if (c == '"' || c == '\\') out << '\\' << c;
    else if (c < 0x20) out << "\\u" << std::hex << std::setw(4) << std::setfill('0') << int(c) << std::dec;
    else out << c;
  }
  out << '"';
}
template <class T, class = void> struct HasItems : std::false_type {};
template <class T> struct HasItems<T, std::void_t<decltype(std::begin(std::declval<const T&>())), typename T::value_type>> : std::true_type {};
template <class T, class = void> struct HasPairs : std::false_type {};
template <class T> struct HasPairs<T, std::void_t<typename T::mapped_type>> : std::true_type {};
template <class T, class = void> struct HasKeys : std::false_type {};
template <class T> struct HasKeys<T, std::void_t<typename T::key_type>> : std::true_type {};
template <class T> void put(std::ostream& out, const T& value);
template <class T> void put(std::ostream& out, const std::optional<T>& value);
template <class A, class B> void put(std::ostream& out, const std::pair<A, B>& value);
template <class... T> void put(std::ostream& out, const std::tuple<T...>& value);
template <class T> void put(std::ostream& out, const std::optional<T>& value) { if (value) put(out, *value); else out << "null"; }
template <class A, class B> void put(std::ostream& out, const std::pair<A, B>& value) { out << '['; put(out, value.first); out << ','; put(out, value.second); out << ']'; }
template <class... T> void put(std::ostream& out, const std::tuple<T...>& value) {
  bool first = true;
  out << '[';
  std::apply([&](const auto&... one) { ((first ? void(first = false) : void(out << ','), put(out, one)), ...); }, value);
  out << ']';
}
template <class T> void put(std::ostream& out, const T& value) {
  if constexpr (std::is_same_v<T, bool>) out << (value ? "true" : "false");
  else if constexpr (std::is_same_v<T, char>) text(out, std::string(1, value));
  else if constexpr (std::is_integral_v<T>) out << +value;
  else if constexpr (std::is_floating_point_v<T>) {
    if (std::isfinite(value)) {
      std::ostringstream word;
      word << std::setprecision(17) << value;
      std::string said = word.str();
      out << said << (said.find_first_of(".e") == std::string::npos ? ".0" : "");
    } else out << "{\"$float\":\"" << (std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf") << "\"}";
  } else if constexpr (std::is_convertible_v<T, std::string>) text(out, value);
  else if constexpr (HasItems<T>::value) {
    constexpr bool pairs = HasPairs<T>::value, keys = HasKeys<T>::value;
    bool first = true;
    out << (pairs ? "{\"$dict\":[" : keys ? "{\"$set\":[" : "[");
    for (const auto& one : value) {
      if (!first) out << ',';
      first = false;
      const typename T::value_type& item = one;  // of a vector<bool> the items are no bools
      put(out, item);
    }
    out << (keys ? "]}" : "]");
  } else static_assert(HasItems<T>::value, "rewardkit: the answer's type cannot be sent by value");
}

inline std::ostream& answer() { return std::cout << "\n\x1e"; }
template <class F, class R, class... A, std::size_t... I>
void call(F&& function, const std::vector<Json>& args, R*, std::tuple<A...>*, std::index_sequence<I...>) {
  want(args.size() == sizeof...(A), "argument of a function with so many");
  std::tuple<std::decay_t<A>...> values{from<std::decay_t<A>>(args[I])...};
  if constexpr (std::is_void_v<R>) {
    function(std::get<I>(values)...);
    if constexpr (sizeof...(A) > 0) put(answer(), std::get<0>(values)); else answer() << "null";
  } else {
    auto made = function(std::get<I>(values)...);
    put(answer(), made);
  }
}
template <class R, class... A> void invoke(R (*function)(A...), const std::vector<Json>& args) {
  call(function, args, (R*)nullptr, (std::tuple<std::decay_t<A>...>*)nullptr, std::index_sequence_for<A...>());
}
template <class C, class R, class... A> void invoke(R (C::*method)(A...), const std::vector<Json>& args) {
  C self{};
  auto bound = [&](auto&... one) -> R { return (self.*method)(one...); };
  call(bound, args, (R*)nullptr, (std::tuple<std::decay_t<A>...>*)nullptr, std::index_sequence_for<A...>());
}
template <class C, class R, class... A> void invoke(R (C::*method)(A...) const, const std::vector<Json>& args) {
  C self{};
  auto bound = [&](auto&... one) -> R { return (self.*method)(one...); };
  call(bound, args, (R*)nullptr, (std::tuple<std::decay_t<A>...>*)nullptr, std::index_sequence_for<A...>());
}
inline Json read_call() {
  static std::string said((std::istreambuf_iterator<char>(std::cin)), std::istreambuf_iterator<char>());
  Reader reader{said};
  return reader.value();
}
}  // namespace rewardkit
