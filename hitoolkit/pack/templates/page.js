(function () {
  var print = document.getElementById('print');
  if (print) { print.hidden = false; print.onclick = function () { window.print(); }; }
  addEventListener('beforeprint', function () {
    document.querySelectorAll('details:not(.twin)').forEach(function (fold) { fold.open = true; });
  });
  document.querySelectorAll('.predict').forEach(function (part) {
    var fold = part.querySelector('details'), said = part.querySelector('.wrote');
    if (fold && said) fold.addEventListener('toggle', function () {
      var written = [].map.call(part.querySelectorAll('.five input'), function (box) { return box.value; });
      said.hidden = !written.some(Boolean);
      said.textContent = 'You wrote ' + written.map(function (text) { return text === '' ? 'blank' : text; }).join(', ') + '.';
    });
  });
})();
