// The map: packaged coastlines and rivers, a grid, and the layers of a page; nothing comes from outside.
(() => {
  const box = document.getElementById("map");
  if (!box || !window.L) return;
  const fill = (color, fillOpacity, more) => ({color, weight: 2, fillColor: color, fillOpacity, ...more});
  const AREAS = {
    site: fill("#17506f", 0.1, {weight: 1}), planned: fill("#6b3fa0", 0.1, {weight: 1}),
    find: fill("#20262b", 0.1, {weight: 1}), seen: fill("#b36b00", 0.08, {weight: 1}),
    suspected: fill("#9a5b00", 0.15, {dashArray: "7 5"}), confirmed: fill("#be1e14", 0.3),
    cleared: fill("#1d6338", 0, {dashArray: "1 5"}), own: fill("#606060", 0, {weight: 1.5}),
    event: fill("#be1e14", 0.1, {weight: 1}), claim: fill("#17506f", 0.1, {weight: 1}),
  };
  const MARKED = new Set(["site", "planned", "find", "event", "claim"]), MOST_MARKS = 400, MOST_CIRCLES = 150;
  const map = L.map(box, {preferCanvas: true, worldCopyJump: true, zoomSnap: 0.5, maxZoom: 19}).setView([20, 0], 2);
  map.attributionControl.setPrefix("Leaflet");
  L.control.scale({imperial: false}).addTo(map);
  const pane = map.createPane("earth");
  pane.style.zIndex = 250;
  pane.style.pointerEvents = "none";
  const earthRenderer = L.canvas({pane: "earth"});
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, {maxNativeZoom: 14, maxZoom: 19}).addTo(map);
  let shift = (longitude) => longitude;

  const json = (url) => fetch(url, {credentials: "same-origin"}).then((r) => { if (!r.ok) throw new Error(r.status); return r.json(); });
  const unpacked = (line) => {
    let x = 0, y = 0; const points = [];
    for (let i = 0; i < line.length; i += 2) { x += line[i]; y += line[i + 1]; points.push([y / 1000, x / 1000]); }
    return points;
  };
  const drawEarth = (earth) => {
    const shifts = shift(-1) > 0 ? [0, 360] : [0];
    const kinds = {coast: {color: "#55606a", weight: 1.2}, lakes: {color: "#6f9ec2", weight: 1}, rivers: {color: "#8fb6d4", weight: 1}};
    for (const [kind, style] of Object.entries(kinds)) {
      const lines = earth[kind].map(unpacked);
      for (const by of shifts)
        L.polyline(lines.map((line) => line.map(([y, x]) => [y, x + by])),
          {...style, renderer: earthRenderer, pane: "earth", interactive: false, smoothFactor: 1.5}).addTo(map);
    }
  };

  const told = (properties) => {
    const content = document.createElement("div"), first = document.createElement(properties.url ? "a" : "strong");
    first.textContent = properties.title;
    if (properties.url) first.href = properties.url;
    content.append(first);
    const lines = [...properties.lines];
    if (properties.radius_m) lines.push(`${box.dataset.within} ${Math.round(properties.radius_m)} m`);
    for (const line of lines) { const p = document.createElement("p"); p.textContent = line; p.dir = "auto"; content.append(p); }
    return content;
  };
  const positions = function* (coordinates) {
    if (typeof coordinates[0] === "number") yield coordinates;
    else for (const part of coordinates) yield* positions(part);
  };
  const parts = (geometry) => geometry.type === "GeometryCollection" ? geometry.geometries.flatMap(parts) : [geometry];
  const spread = (numbers) => numbers.reduce((m, n) => Math.max(m, n), -1e9) - numbers.reduce((m, n) => Math.min(m, n), 1e9);
  const symbol = (layer) => L.divIcon({className: "map-mark", html: `<span class="map-symbol ${layer}"></span>`, iconSize: [24, 24]});

  const drawFeatures = (collection) => {
    const features = collection.features.filter((f) => f.geometry && f.geometry.type);
    const longitudes = features.flatMap((f) => parts(f.geometry).flatMap((g) => [...positions(g.coordinates)].map((p) => p[0])));
    const eastward = longitudes.map((x) => (x + 360) % 360);
    if (spread(longitudes) > 180 && spread(eastward) < spread(longitudes)) shift = (x) => (x + 360) % 360;
    const coordsToLatLng = (c) => L.latLng(c[1], shift(c[0]));
    const groups = {}, count = {};
    for (const f of features) count[f.properties.layer] = (count[f.properties.layer] || 0) + 1;
    for (const f of features) {
      const name = f.properties.layer, style = AREAS[name] || AREAS.site;
      const group = groups[name] ||= L.featureGroup();
      L.geoJSON(f, {
        coordsToLatLng, style: () => style,
        pointToLayer: (_, at) => {
          const radius = f.properties.radius_m, drawn = L.featureGroup();
          if (count[name] > MOST_CIRCLES && radius > 0) {
            // So many circles would hide all else: dots, and the circle of the one that is looked at.
            const circle = L.circle(at, {...style, radius, interactive: false});
            drawn.on("popupopen", () => circle.addTo(map)).on("popupclose", () => circle.remove());
            return L.circleMarker(at, {...style, radius: 3, weight: 0, fillOpacity: 0.55}).addTo(drawn), drawn;
          }
          if (radius > 0) L.circle(at, {...style, radius}).addTo(drawn);
          if (MARKED.has(name) && count[name] <= MOST_MARKS) L.marker(at, {icon: symbol(name), title: f.properties.title, alt: f.properties.title}).addTo(drawn);
          else if (MARKED.has(name) || !(radius > 0)) L.circleMarker(at, {...style, radius: 5, fillOpacity: 0.9}).addTo(drawn);
          return drawn;
        },
      }).bindPopup(() => told(f.properties)).addTo(group);
    }
    let all = L.latLngBounds([]);
    const inputs = [...document.querySelectorAll("[data-layer]")].reverse();  // the first lies on top
    for (const input of inputs) {
      const group = groups[input.dataset.layer];
      if (!group) continue;
      if (input.checked) { group.addTo(map); if (input.dataset.layer !== "own") all = all.extend(group.getBounds()); }
      input.addEventListener("change", () => {
        if (input.checked) group.addTo(map); else group.remove();
        for (const other of inputs) if (other.checked) groups[other.dataset.layer]?.bringToFront();
      });
    }
    if (all.isValid()) map.fitBounds(all.pad(0.05), {maxZoom: 15});
  };

  const grid = L.layerGroup().addTo(map);
  const STEPS = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
  const drawGrid = () => {
    grid.clearLayers();
    const bounds = map.getBounds(), west = bounds.getWest(), east = bounds.getEast();
    const south = Math.max(bounds.getSouth(), -85), north = Math.min(bounds.getNorth(), 85);
    const most = Math.max(2, Math.floor(box.clientWidth / 85));
    const step = STEPS.findLast((s) => (east - west) / s <= most) || 30;
    const decimals = Math.max(0, Math.ceil(-Math.log10(step)));
    const line = (points, text, at) => {
      L.polyline(points, {color: "#9aa3a8", weight: 0.7, opacity: 0.8, renderer: earthRenderer, pane: "earth", interactive: false}).addTo(grid);
      L.marker(at, {interactive: false, keyboard: false, icon: L.divIcon({className: "map-grid-label", html: text, iconSize: null, iconAnchor: [-3, 14]})}).addTo(grid);
    };
    for (let x = Math.ceil(west / step) * step; x <= east; x += step) {
      const degrees = ((x + 540) % 360 + 360) % 360 - 180;
      line([[south, x], [north, x]], `${Math.abs(degrees).toFixed(decimals)}° ${degrees < 0 ? "W" : "E"}`, [south, x]);
    }
    for (let y = Math.ceil(south / step) * step; y <= north; y += step)
      line([[y, west], [y, east]], `${Math.abs(y).toFixed(decimals)}° ${y < 0 ? "S" : "N"}`, [y, west]);
  };
  map.on("moveend", drawGrid);

  json(box.dataset.features).then(drawFeatures).then(() => json(box.dataset.earth)).then(drawEarth)
    .then(() => { drawGrid(); box.dataset.ready = "yes"; })
    .catch(() => { map.remove(); box.classList.add("map-failed"); box.textContent = box.dataset.failed; });
})();
