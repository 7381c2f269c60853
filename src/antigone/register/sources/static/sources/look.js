// A region drawn on a picture, or a stretch of a film or recording, becomes the numbers of a form.
(() => {
  const form = document.getElementById("marked");
  if (!form) return;
  const box = document.getElementById("region"), canvas = document.getElementById("canvas");
  const field = (name) => form.elements[name];
  const round = (n) => String(Math.round(n * 10) / 10);
  if (box && canvas) {
    const show = (x, y, w, h) => {
      x = Math.min(Math.max(x, 0), 99.9); y = Math.min(Math.max(y, 0), 99.9);
      w = Math.min(Math.max(w, 0.1), 100 - x); h = Math.min(Math.max(h, 0.1), 100 - y);
      for (const [name, n] of [["x", x], ["y", y], ["w", w], ["h", h]]) field(name).value = round(n);
      draw();
    };
    const draw = () => {
      for (const [name, attribute] of [["x", "x"], ["y", "y"], ["w", "width"], ["h", "height"]])
        box.setAttribute(attribute, field(name).value || 0);
    };
    const at = (event) => {
      const frame = canvas.getBoundingClientRect();
      return [(event.clientX - frame.left) / frame.width * 100, (event.clientY - frame.top) / frame.height * 100];
    };
    let from = null;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.target.closest("a")) return;
      from = at(event); canvas.setPointerCapture(event.pointerId); event.preventDefault(); canvas.focus();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!from) return;
      const [x, y] = at(event);
      show(Math.min(x, from[0]), Math.min(y, from[1]), Math.abs(x - from[0]), Math.abs(y - from[1]));
    });
    canvas.addEventListener("pointerup", () => { from = null; });
    canvas.addEventListener("keydown", (event) => {
      const step = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
      if (!step) return;
      event.preventDefault();
      const [x, y, w, h] = ["x", "y", "w", "h"].map((n, i) => Number(field(n).value) || [40, 40, 20, 10][i]);
      if (event.shiftKey) show(x, y, w + step[0], h + step[1]); else show(x + step[0], y + step[1], w, h);
    });
    for (const name of ["x", "y", "w", "h"]) field(name).addEventListener("input", draw);
    draw();
  }
  const player = document.getElementById("player");
  if (player) {
    document.getElementById("from-here").addEventListener("click", () => { field("t1").value = round(player.currentTime); });
    document.getElementById("to-here").addEventListener("click", () => { field("t2").value = round(player.currentTime); });
    for (const button of document.querySelectorAll("[data-from]"))
      button.addEventListener("click", () => { player.currentTime = Number(button.dataset.from); player.play(); });
  }
})();
