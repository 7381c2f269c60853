// Shows the fields that belong to the kind of claim chosen; without this script all are shown.
(() => {
  const kind = document.getElementById("id_kind");
  if (!kind) return;
  const always = ["quote", "fragment", "kind", "statement", "speakers", "words", "event", "new_event", "reason"];
  const of = {
    event: ["place", "latitude", "longitude", "when", "method", "subject"],
    fate: ["person", "subject", "fate", "when", "place", "part"],
    count: ["part", "subject", "least", "most", "when"],
    site: ["place", "latitude", "longitude", "when", "least", "most"],
    relation: ["person", "subject", "other", "relation"],
    damage: ["thing", "extent", "place", "latitude", "longitude", "when", "method"],
    call: ["when"],
    time: ["when"],
  };
  const show = () => {
    const shown = of[kind.value];
    for (const field of document.querySelectorAll("form.entry .field")) {
      const input = field.querySelector("[name]");
      if (!input) continue;
      // What was filled in is never hidden.
      field.hidden = Boolean(shown) && !always.includes(input.name) && !shown.includes(input.name) && !input.value;
    }
    for (const set of document.querySelectorAll("form.entry fieldset"))
      set.hidden = [...set.querySelectorAll(".field")].every((field) => field.hidden);
  };
  kind.addEventListener("change", show);
  show();
})();
