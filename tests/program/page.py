#!/usr/bin/python3
"""What a browser makes of the page of `polyscape report`: page.py PROGRAM DATA.

Three runs of DATA are made and reported; a headless Chromium opens each page from its file. Exit status 77 where
Chromium or Selenium (Debian: chromium chromium-driver python3-selenium) is not installed."""
import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

try:
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print("skipped: no python3-selenium")
    sys.exit(77)
chromium, driver_program = shutil.which("chromium"), shutil.which("chromedriver")
if not chromium or not driver_program:
    print("skipped: no chromium with chromium-driver")
    sys.exit(77)

program, data = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
failures = []


def check(holds, what):
    if not holds:
        failures.append(what)
        print("FAILED: " + what)


def polyscape(folder, *words):
    ended = subprocess.run([program, *words, "--quiet"], cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode > 1:
        sys.exit("polyscape " + " ".join(words) + ": " + ended.stderr)
    return ended.stdout


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for word in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900"]:
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    try:
        return webdriver.Chrome(service=Service(driver_program), options=options)
    except (AttributeError, TypeError):  # Selenium 3
        return webdriver.Chrome(executable_path=driver_program, options=options)


# Of what can be read: the least contrast of text, and figures, with what is behind.
CONTRAST = """
const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
const luminance = colour => {
  const [r, g, b] = numbers(colour).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b;
};
const behind = element => {
  for (; element; element = element.parentElement) {
    const colour = getComputedStyle(element).backgroundColor;
    if (numbers(colour)[3] !== 0) return colour;
  }
  return "rgb(255, 255, 255)";
};
let least = 99, where = "";
for (const element of document.querySelectorAll("h1, h2, h3, p, a, pre, code, td, th, caption, dt, dd, summary, label, span, svg text, button, .standing")) {
  if (!element.getClientRects().length || element.classList.contains("skip")) continue;
  const style = getComputedStyle(element), ink = element.closest("svg") ? style.fill : style.color;
  const [a, b] = [luminance(ink), luminance(behind(element))].sort((x, y) => y - x);
  const contrast = (a + .05) / (b + .05);
  if (contrast < least) { least = contrast; where = element.tagName + " " + element.className + " " + ink + " on " + behind(element); }
}
return [least, where];
"""

# Texts of figures that leave the picture.
CLIPPED = """
const result = [];
for (const svg of document.querySelectorAll("svg.figure")) {
  const frame = svg.getBoundingClientRect();
  for (const text of svg.querySelectorAll("text")) {
    const box = text.getBoundingClientRect();
    if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
      result.push(svg.getAttribute("aria-labelledby") + ": " + text.textContent);
  }
}
return result;
"""

LABELS = """
const result = [];
const named = element => (element.getAttribute("aria-labelledby") || "").split(" ").filter(id => id)
  .map(id => document.getElementById(id)).every(other => other && other.textContent.trim());
for (const svg of document.querySelectorAll("svg.figure"))
  if (svg.getAttribute("role") !== "img" || !svg.getAttribute("aria-labelledby") || !named(svg)) result.push("svg without name");
for (const element of document.querySelectorAll("[aria-labelledby]")) if (!named(element)) result.push("named by nothing: " + element.id);
for (const element of document.querySelectorAll("input")) if (!element.labels.length) result.push("input without label");
for (const table of document.querySelectorAll("table[data-sortable]")) {
  if (!table.caption || !table.caption.textContent.trim()) result.push("table without caption");
  for (const head of table.tHead.rows[0].cells) if (head.scope !== "col" || !head.getAttribute("aria-sort")) result.push("head without scope or order");
}
for (const link of document.querySelectorAll("a[href^='#']"))
  if (!document.getElementById(link.getAttribute("href").slice(1))) result.push("link to nothing: " + link.getAttribute("href"));
const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
if (new Set(ids).size !== ids.length) result.push("an id stands twice");
if (document.querySelectorAll("h1").length !== 1) result.push("not one h1");
for (const landmark of ["header", "nav", "main", "footer"]) if (!document.querySelector("body > " + landmark)) result.push("no " + landmark);
let level = 1;
for (const heading of document.querySelectorAll("h1, h2, h3")) {
  const own = Number(heading.tagName[1]);
  if (own > level + 1) result.push("a level of headings is passed over: " + heading.textContent);
  level = own;
}
if (!document.documentElement.lang) result.push("no language");
return result;
"""


def column(driver, table, key):
    return driver.execute_script(
        "const t = document.querySelector('#' + arguments[0] + ' table'), k = [...t.tHead.rows[0].cells]"
        ".findIndex(c => c.dataset.key === arguments[1]);"
        "return [...t.tBodies[0].rows].filter(r => !r.hidden).map(r => r.cells[k].textContent);", table, key)


def head(driver, table, key):
    return driver.find_element(By.CSS_SELECTOR, "#%s th[data-key='%s']" % (table, key))


def numbers(texts):
    return [float(text.replace(",", "")) for text in texts if text != ""]


def look(driver, folder, run, points):
    """The page of a run whose result lists these points (none: it lists none)."""
    page = os.path.join(folder, run, "report.html")
    check(os.path.getsize(page) < 3000000, run + ": under 3 MB")
    with open(page, encoding="utf-8") as file:
        text = file.read()
    check(set(re.findall(r"https?://[^\s\"'<)]*", text)) <= {"http://www.w3.org/2000/svg"}, run + ": names no address")
    driver.get_log("performance")
    driver.get("file://" + page)
    asked = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    urls = {m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"}
    check(urls <= {"file://" + page, "data:,"}, run + ": asks for nothing else: " + str(urls))

    for problem in driver.execute_script(LABELS):
        check(False, run + ": " + problem)
    clipped = driver.execute_script(CLIPPED)
    check(not clipped, run + ": texts within their figures: " + str(clipped[:5]))
    check(driver.execute_script("return document.documentElement.scrollWidth") <= 1280, run + ": fits 1280 pixels")
    check(len(driver.find_elements(By.CSS_SELECTOR, "figure svg")) >= 4, run + ": has figures")

    papers = set()
    for scheme in ["light", "dark"]:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                               {"media": "screen", "features": [{"name": "prefers-color-scheme", "value": scheme}]})
        papers.add(driver.execute_script("return getComputedStyle(document.body).backgroundColor"))
        least, where = driver.execute_script(CONTRAST)
        check(least >= 4.5, "%s: contrast %.2f in the %s scheme: %s" % (run, least, scheme, where))
    check(len(papers) == 2, run + ": two colour schemes")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": []})
    check(driver.execute_script("return getComputedStyle(document.querySelector('nav')).display") == "none",
          run + ": no navigation in print")
    check(driver.execute_script("return getComputedStyle(document.querySelector('.scroll')).maxHeight") == "none",
          run + ": whole tables in print")
    pdf = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {})["data"])
    check(pdf.startswith(b"%PDF") and len(pdf) > 20000, run + ": prints")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "screen", "features": []})

    # The keyboard alone: the first stop leads past the navigation.
    driver.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    check(driver.switch_to.active_element.get_attribute("class") == "skip", run + ": the skip link comes first")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    check(driver.execute_script("return document.activeElement.id") == "main", run + ": it leads to the content")

    # Bounds can be sorted exactly.
    button = head(driver, "counts", "value").find_element(By.TAG_NAME, "button")
    button.send_keys(Keys.ENTER)
    values = [int(v.replace(",", "")) for v in column(driver, "counts", "value") if "x" not in v]
    check(values == sorted(values) and len(values) > 1, run + ": bounds rise")
    if points:
        look_at_points(driver, run, points)
    errors = [e for e in driver.get_log("browser") if e["level"] in ("SEVERE", "WARNING")]
    check(not errors, run + ": nothing on the console: " + str(errors))


def look_at_points(driver, run, points):
    for key in ["loss", "condition", "point"]:
        for order, reverse in [("ascending", False), ("descending", True)]:
            head(driver, "points", key).find_element(By.TAG_NAME, "button").send_keys(Keys.SPACE)
            check(head(driver, "points", key).get_attribute("aria-sort") == order, "%s: %s is %s" % (run, key, order))
            texts = column(driver, "points", key)
            found = numbers(texts)
            check(found == sorted(found, reverse=reverse), "%s: %s sorted %s" % (run, key, order))
            check("" not in texts[:len(found)], "%s: rows without %s come last" % (run, key))
    others = driver.find_elements(By.CSS_SELECTOR, "#points th:not([aria-sort=none])")
    check(len(others) == 1, run + ": one column is sorted by")

    box = driver.find_element(By.CSS_SELECTOR, "#points input")
    losses = [p["loss"] for p in points if p.get("kind") == "minimum"]
    for words, count in [("kind=minimum", len(losses)), ("kind=minimum loss<=%r" % min(losses + [0]), sum(v <= 0 for v in losses)),
                         ("real=yes", sum(p["real"] for p in points)), ("index>=1", sum(p.get("inertia", [0])[0] >= 1 for p in points)),
                         ("nosuchword", 0)]:
        box.clear()
        box.send_keys(words)
        check(len(column(driver, "points", "point")) == count, "%s: %s leaves %d rows" % (run, words, count))
        told = driver.find_element(By.CSS_SELECTOR, "#points [role=status]").text
        check(told == "%d of %d rows" % (count, len(points)), run + ": told " + told)
    box.clear()
    box.send_keys(" ", Keys.BACKSPACE)

    number = next(k for k, p in enumerate(points, 1) if p["real"] and p.get("certified"))
    link = driver.find_element(By.CSS_SELECTOR, "#points a[href='#point-%d']" % number)
    link.send_keys(Keys.ENTER)
    details = driver.find_element(By.ID, "point-%d" % number)
    check(details.get_attribute("open") is not None, run + ": the link opens the certificate")
    check(details.is_displayed(), run + ": and it is seen")
    check(driver.execute_script("return document.activeElement.parentElement.id") == "point-%d" % number,
          run + ": the keyboard goes there")
    for part in points[number - 1]["digits"]:
        check(part[0] in details.text, run + ": its digits are there")
    check(points[number - 1]["certificate"]["radius"] in details.text, run + ": and its radius")
    check("[theorem]" in details.text, run + ": and what is proved")
    driver.execute_script("arguments[0].open = false", details)
    mark = driver.find_element(By.CSS_SELECTOR, "#loss-by-index [data-anchor]")
    anchor = mark.get_attribute("data-anchor")
    driver.execute_script("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", mark)
    check(driver.find_element(By.ID, anchor).get_attribute("open") is not None, run + ": a mark opens its certificate")


def main():
    with tempfile.TemporaryDirectory() as folder:
        polyscape(folder, "analyze", os.path.join(data, "xor_quadratic.toml"), "--out", "xor")
        polyscape(folder, "analyze", os.path.join(data, "dynamics/isolated_minima.toml"), "--out", "isolated")
        polyscape(folder, "dynamics", "isolated", "--starts", "60", "--exits", "0", "--chains", "0", "--out", "walkers")
        polyscape(folder, "sweep", os.path.join(data, "sweep_quadratic.toml"), "--draws", "10", "--out", "sweep")
        driver = browser()
        try:
            for run in ["xor", "walkers", "sweep"]:
                polyscape(folder, "report", run)
                name = os.path.join(folder, run, "result.json")
                points = json.load(open(name, encoding="utf-8"))["points"] if os.path.exists(name) else []
                look(driver, folder, run, points)
        finally:
            driver.quit()
    print("%d failures" % len(failures))
    sys.exit(1 if failures else 0)


main()
