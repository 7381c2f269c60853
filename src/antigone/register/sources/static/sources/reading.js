// Words marked in the text become the start and end of a passage.
(() => {
  const text = document.getElementById("text"), form = document.getElementById("marked");
  if (!text || !form) return;
  const offset = (node, at) => {
    const piece = (node.nodeType === 3 ? node.parentElement : node).closest("[data-start]");
    if (!piece) return null;
    // Positions are counted in characters, JavaScript's strings in UTF-16 units.
    const before = document.createRange();
    before.setStart(piece, 0);
    before.setEnd(node, at);
    return Number(piece.dataset.start) + [...before.toString()].length;
  };
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null) return;
    form.elements.start.value = start;
    form.elements.end.value = end;
    document.getElementById("quote").textContent = "“" + selection.toString() + "”";
  });
})();
