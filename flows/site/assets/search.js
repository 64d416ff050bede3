// The search page. Elasticlunr takes words apart, finds and ranks; this script brings it one shard of
// texts after the other, checks quoted words, and shows what is found, as text and never as markup.
"use strict";

(() => {
  const FIRST_SHOWN = 10;
  const MORE_SHOWN = 50;
  const MOST_CHARACTERS = 400;
  const LABELS = { document: "title", sentence: "sentence", recommendation: "recommendation", initiative: "initiative" };

  const form = document.getElementById("finder");
  const status = document.getElementById("finder-status");
  const progress = document.getElementById("finder-progress");
  const results = document.getElementById("finder-results");
  const shards = new Map();
  const arrived = new Map();
  const stems = new Map();
  let runCount = 0;

  const STEPS = [elasticlunr.trimmer, elasticlunr.stopWordFilter, elasticlunr.stemmer];
  const pipeline = new elasticlunr.Pipeline();
  pipeline.add(...STEPS);

  // What the engine makes of a word; nothing of one that is too common to search for.
  function stem(word) {
    const lower = word.toLowerCase();
    if (!stems.has(lower)) stems.set(lower, pipeline.run([lower])[0] || "");
    return stems.get(lower);
  }

  const stemsOf = (text) => elasticlunr.tokenizer(text).map(stem).filter(Boolean);
  const inWords = (text) => ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || []).join(" ")} `;
  const counted = (number, noun) => `${number.toLocaleString("en-GB")} ${noun}${number === 1 ? "" : "s"}`;
  const searchedText = ([, , , text, name]) => name || text;

  function asked(words) {
    const phrases = [...words.matchAll(/["“”]([^"“”]+)["“”]/g)].map((found) => inWords(found[1]));
    const bare = words.replace(/["“”]/g, " ");
    return { bare, phrases, stems: [...new Set(stemsOf(bare))] };
  }

  // Every shard is a script that calls this.
  window.section55Shard = (shard) => {
    shard.words = new Set(shard.rows.flatMap((row) => elasticlunr.tokenizer(searchedText(row))));
    arrived.set(shard.number, shard);
  };

  function load(number) {
    if (!shards.has(number)) {
      shards.set(number, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `search/${number}.js`;
        script.onload = () => { script.remove(); resolve(arrived.get(number)); };
        script.onerror = () => { shards.delete(number); reject(new Error(script.src)); };
        document.head.append(script);
      }));
    }
    return shards.get(number);
  }

  // For each word that is sought: the forms of it in a shard.
  function formsOf(shard, query) {
    const forms = new Map(query.stems.map((each) => [each, []]));
    for (const word of shard.words) forms.get(stem(word))?.push(word);
    return [...forms.values()];
  }

  // An index of all rows of a large site takes minutes and most of a gigabyte. So only rows in
  // which a form of every word is written are indexed, for the one search, which judges and ranks them.
  function found(shard, query, kinds) {
    const forms = formsOf(shard, query);
    if (forms.some((written) => !written.length)) return [];
    const index = new elasticlunr.Index();
    index.pipeline.add(...STEPS);
    index.addField("text");
    index.setRef("row");
    index.saveDocument(false);
    shard.rows.forEach((row, number) => {
      const text = searchedText(row).toLowerCase();
      if (kinds.has(row[0]) && forms.every((written) => written.some((word) => text.includes(word)))) {
        index.addDoc({ row: number, text }, false);
      }
    });
    return index
      .search(query.bare, { fields: { text: { boost: 1 } }, bool: "AND" })
      .map(({ ref, score }) => ({ row: shard.rows[ref], score, shard }))
      .filter(({ row }) => query.phrases.every((phrase) => inWords(searchedText(row)).includes(phrase)));
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  // The words of a text; those that were searched for are marked, and long texts begin near them.
  function markedWords(text, query) {
    const pieces = text.split(/([\s-]+)/);
    const isSought = pieces.map((piece, at) => at % 2 === 0 && query.stems.includes(stem(piece)));
    let first = 0;
    if (text.length > MOST_CHARACTERS) first = Math.max(0, isSought.indexOf(true) - 24);
    first -= first % 2;
    const nodes = [first ? "… " : ""];
    let length = 0;
    for (let at = first; at < pieces.length; at += 1) {
      length += pieces[at].length;
      if (length > MOST_CHARACTERS) {
        nodes.push(" …");
        break;
      }
      nodes.push(isSought[at] ? element("mark", pieces[at], "found") : pieces[at]);
    }
    return nodes;
  }

  function item({ row, shard }, query) {
    const [kind, document, address, text] = row;
    const { title, about } = shard.documents[document];
    const link = element("a");
    link.href = address;
    link.append(...markedWords(text || title, query));
    const made = element("li");
    made.append(element("span", LABELS[kind], "tag"), " ", link);
    made.append(element("span", kind === "document" ? about : `${title}, ${about}`, "meaning"));
    return made;
  }

  function show(force, hits, query, firstShown) {
    const section = element("section");
    const list = element("ol");
    const more = element("button", "", "more");
    more.type = "button";
    let shownCount = 0;
    function add(most) {
      const items = hits.slice(shownCount, shownCount + most).map((hit) => item(hit, query));
      list.append(...items);
      shownCount += items.length;
      const left = hits.length - shownCount;
      more.hidden = left === 0;
      more.textContent = `Show ${Math.min(left, MORE_SHOWN)} more of ${counted(left, "result")} in ${force.name}`;
      return items[0];
    }
    more.addEventListener("click", () => add(MORE_SHOWN).querySelector("a").focus());
    add(firstShown);
    const heading = element("h2", force.name);
    heading.append(" ", element("span", counted(hits.length, "result"), "tag"));
    section.append(heading, list, more);
    results.append(section);
  }

  function chosenForces(value) {
    return [...form.elements.force.options]
      .filter((option) => option.value && (!value || option.value === value))
      .map(({ dataset }) => ({ name: dataset.name, first: Number(dataset.first), last: Number(dataset.last) }));
  }

  async function search() {
    runCount += 1;
    const run = runCount;
    const query = asked(form.elements.q.value);
    results.replaceChildren();
    progress.hidden = true;
    if (!query.bare.trim()) {
      status.textContent = "";
      return;
    }
    if (!query.stems.length) {
      status.textContent = "These words stand in nearly every sentence. Add one that says more.";
      return;
    }
    const kinds = new Set([...form.querySelectorAll("[name=kind]:checked")].map((box) => box.value));
    const forces = chosenForces(form.elements.force.value);
    const tally = { results: 0, forces: 0 };
    let told = 0;
    progress.max = forces.length;
    progress.value = 0;
    progress.hidden = false;
    for (const force of forces) {
      const hits = [];
      for (let number = force.first; number <= force.last; number += 1) {
        const shard = await load(number);
        // The page stays alive between two shards, and a newer search ends this one.
        await new Promise((resolve) => { setTimeout(resolve); });
        if (run !== runCount) return;
        hits.push(...found(shard, query, kinds));
      }
      progress.value += 1;
      if (hits.length) {
        tally.results += hits.length;
        tally.forces += 1;
        hits.sort((one, other) => other.score - one.score);
        show(force, hits, query, forces.length > 1 ? FIRST_SHOWN : MORE_SHOWN);
      }
      // Screen readers read each new status out: not more than one every two seconds.
      if (Date.now() - told > 2000) {
        told = Date.now();
        status.textContent = `Searching: ${progress.value} of ${counted(forces.length, "force")}, ${counted(tally.results, "result")} so far.`;
      }
    }
    progress.hidden = true;
    status.textContent = tally.results
      ? `${counted(tally.results, "result")} in ${counted(tally.forces, "force")}.`
      : "Nothing is found. All words must stand in one sentence or title: try fewer, or other forms of them.";
  }

  function start() {
    search().catch((error) => {
      progress.hidden = true;
      status.textContent = `The search stopped: ${error.message} cannot be read. Build the site again with section55 docs.`;
    });
  }

  function fill() {
    const given = new URLSearchParams(location.search);
    const kinds = given.getAll("kind");
    form.elements.q.value = given.get("q") || "";
    form.elements.force.value = given.get("force") || "";
    // A force that has no documents here is no choice.
    if (form.elements.force.selectedIndex < 0) form.elements.force.value = "";
    for (const box of form.querySelectorAll("[name=kind]")) {
      box.checked = !kinds.length || kinds.includes(box.value);
    }
    start();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new URLSearchParams(new FormData(form));
    history.pushState(null, "", `?${given}`);
    start();
  });
  window.addEventListener("popstate", fill);
  fill();
})();
