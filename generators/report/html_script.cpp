#include "report/html_script.hpp"

namespace calib::report {

// Points have no element of their own: a path holds those of a series, and the rows of the table of data that
// data-t names are the same points in the same order. The pictures of layers and maps of heat have tables only.
std::string_view page_script() {
  return R"js((() => {
  'use strict';
  const all = (what, where) => [...(where || document).querySelectorAll(what)];
  const make = (tag, more) => Object.assign(document.createElement(tag), more);
  const tip = document.body.appendChild(make('div', {id: 'tip'}));
  tip.setAttribute('role', 'status');
  const limits = {c: 'compute', m: 'memory', o: 'overhead of the call', u: 'unknown'};

  // "gemm f32 ...", and each column of the row with its name.
  const told = (table, row) => {
    const heads = all('th', table);
    const cells = all('td', table.tBodies[0].rows[row]).map((cell, i) => {
      const text = cell.textContent.replace(/ ([cmou])$/, (_, letter) => ', ' + limits[letter]);
      return heads[i].textContent + ': ' + text;
    });
    return [table.caption.textContent, ...cells].join('\n');
  };

  const prepared = new Map();
  const points_of = svg => {
    if (!prepared.has(svg)) {
      prepared.set(svg, all('.p[data-t]', svg).map(line => {
        const numbers = line.getAttribute('d').match(/-?\d+/g).map(Number);
        const at = [];
        let x = 0, y = 0;  // all but the first are distances
        for (let i = 0; i < numbers.length; i += 2) at.push([x += numbers[i], y += numbers[i + 1]]);
        return {line, at};
      }));
    }
    return prepared.get(svg).filter(one => !one.line.classList.contains('off'));
  };

  let shown = null;
  const hide = () => {
    tip.textContent = '';
    all('.ring').forEach(ring => ring.remove());
    all('tr.on').forEach(row => row.classList.remove('on'));
    shown = null;
  };
  const show = (svg, line, row, at) => {
    hide();
    const table = document.getElementById('t' + line.dataset.t);
    shown = {svg, line, row};
    const ring = document.createElementNS(svg.namespaceURI, 'circle');
    for (const [name, value] of [['class', 'ring'], ['r', 7], ['cx', at[0]], ['cy', at[1]]]) {
      ring.setAttribute(name, value);
    }
    svg.append(ring);
    table.tBodies[0].rows[row].classList.add('on');
    tip.textContent = told(table, row);
    const place = ring.getBoundingClientRect();
    const box = tip.getBoundingClientRect();
    const left = place.right + 8 + box.width < innerWidth ? place.right + 8 : place.left - 8 - box.width;
    tip.style.left = Math.max(4, left) + 'px';
    tip.style.top = Math.max(4, Math.min(place.top, innerHeight - box.height - 4)) + 'px';
  };

  const hover = (svg, event) => {
    const to = svg.getScreenCTM().inverse();
    const here = new DOMPoint(event.clientX, event.clientY).matrixTransform(to);
    let best = null, least = 144;  // within 12 units
    for (const {line, at} of points_of(svg)) {
      at.forEach((one, row) => {
        const far = (one[0] - here.x) ** 2 + (one[1] - here.y) ** 2;
        if (far < least) least = far, best = {line, row, at: one};
      });
    }
    if (best) show(svg, best.line, best.row, best.at); else hide();
    return best;
  };

  // Left and right: the next point to that side. Up and down: the next series.
  const step = (svg, key) => {
    const lines = points_of(svg);
    if (!lines.length) return;
    let i = shown && shown.svg === svg ? lines.findIndex(one => one.line === shown.line) : -1;
    if (i < 0) {
      const first = lines[0].at.reduce((a, one, row) => one[0] < lines[0].at[a][0] ? row : a, 0);
      return show(svg, lines[0].line, first, lines[0].at[first]);
    }
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      i = (i + (key === 'ArrowDown' ? 1 : lines.length - 1)) % lines.length;
      return show(svg, lines[i].line, 0, lines[i].at[0]);
    }
    const {line, at} = lines[i];
    const order = at.map((one, row) => row).sort((a, b) => at[a][0] - at[b][0] || a - b);
    const next = order.indexOf(shown.row) + (key === 'ArrowRight' ? 1 : -1);
    const row = order[(next + order.length) % order.length];
    show(svg, line, row, at[row]);
  };

  // What a picture shows: one operation, one mark, or all.
  const isolate = (svg, choice) => {
    for (const line of all('.p[data-t]', svg)) {
      const mark = line.getAttribute('class').match(/[kh](\d)/)[1];
      const other = (choice.o && line.dataset.o !== choice.o) || (choice.m && mark !== choice.m);
      line.classList.toggle('off', Boolean(other));
    }
    for (const line of all('.line,.roof', svg)) {
      const mark = line.getAttribute('class').match(/ l(\d)/);
      if (mark) line.classList.toggle('off', Boolean(choice.m && mark[1] !== choice.m));
    }
    for (const key of all('.key', svg)) {
      key.setAttribute('aria-pressed', choice.m === key.dataset.m);
      key.style.opacity = choice.m && choice.m !== key.dataset.m ? .4 : 1;
    }
    hide();
  };

  const select = (name, values, changed) => {
    const label = make('label', {textContent: name + ' '});
    const list = make('select');
    values.forEach(([value, text]) => list.append(make('option', {value, textContent: text})));
    list.addEventListener('change', () => changed(list.value));
    label.append(list);
    return label;
  };

  for (const svg of all('figure svg')) {
    // A title would pop up over what is pointed at; the name stays.
    const name = all('title,desc', svg).map(one => one.textContent).join('. ');
    all('title', svg)[0].remove();
    svg.setAttribute('aria-label', name);
    svg.removeAttribute('aria-labelledby');
    if (!all('.p[data-t]', svg).length) continue;
    const choice = {};
    const pick = more => { Object.assign(choice, more); isolate(svg, choice); };
    svg.setAttribute('role', 'group');  // of an image, nothing could be pressed
    svg.setAttribute('tabindex', 0);
    svg.addEventListener('pointermove', event => hover(svg, event));
    svg.addEventListener('pointerleave', hide);
    svg.addEventListener('blur', hide);
    svg.addEventListener('click', event => {
      if (event.target.closest('.key')) return;
      const found = hover(svg, event);
      pick({o: found && choice.o !== found.line.dataset.o ? found.line.dataset.o : '', m: ''});
      if (operations) operations.querySelector('select').value = choice.o;
    });
    svg.addEventListener('keydown', event => {
      if (event.key === 'Escape') pick({o: '', m: ''});
      if (!event.key.startsWith('Arrow')) return;
      event.preventDefault();
      step(svg, event.key);
    });
    for (const key of all('.key', svg)) {
      const press = () => pick({m: choice.m === key.dataset.m ? '' : key.dataset.m});
      key.setAttribute('tabindex', 0);
      key.setAttribute('role', 'button');
      key.addEventListener('click', press);
      key.addEventListener('keydown', event => {
        if (event.key === 'Enter' || event.key === ' ') event.preventDefault(), press();
      });
    }
    const tools = make('div', {className: 'tools'});
    const names = [...new Set(all('.p[data-t]', svg).map(line => line.dataset.o))];
    const operations = names.length > 1 &&
      select('operation', [['', 'all'], ...names.map(one => [one, one])], o => pick({o}));
    if (operations) tools.append(operations);
    const levels = [...new Set(all('.roof[data-l]', svg).map(line => line.dataset.l))];
    if (levels.length > 1) {
      tools.append(select('roofs of', [['', 'all levels'], ...levels.map(one => [one, one])], level => {
        all('[data-l]', svg).forEach(one => one.classList.toggle('off', level !== '' && one.dataset.l !== level));
      }));
    }
    if (tools.children.length) svg.closest('figure').prepend(tools);
  }

  // The layers of a network: as many of the heaviest as wanted.
  for (const table of all('table.layers')) {
    const rows = [...table.tBodies[0].rows];
    const label = make('label', {className: 'tools'});
    const range = make('input', {type: 'range', min: 1, max: rows.length, value: rows.length});
    const text = make('span');
    const changed = () => {
      text.textContent = 'the heaviest ' + range.value + ' of ' + rows.length;
      rows.forEach((row, i) => { row.hidden = i >= Number(range.value); });
    };
    range.addEventListener('input', changed);
    label.append(text, range);
    table.before(label);
    changed();
  }

  const operations = document.getElementById('operations');
  if (operations) {
    const find = make('input', {type: 'search', placeholder: 'gemm, conv, ...'});
    const label = make('label', {className: 'tools', textContent: 'show operations with '});
    label.append(find);
    operations.after(label);
    find.addEventListener('input', () => {
      all('section.op').forEach(one => { one.hidden = !one.id.includes(find.value.trim()); });
    });
  }
  document.documentElement.dataset.points = all('figure svg .p[data-t]').reduce(
    (sum, line) => sum + line.getAttribute('d').match(/-?\d+/g).length / 2, 0);
})();
)js";
}

}  // namespace calib::report
