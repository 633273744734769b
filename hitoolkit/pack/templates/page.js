(function () {
  var print = document.getElementById('print'), reveal = document.getElementById('reveal');
  if (print) { print.hidden = false; print.onclick = function () { window.print(); }; }
  addEventListener('beforeprint', function () {
    document.querySelectorAll('details:not(.twin)').forEach(function (fold) { fold.open = true; });
  });
  if (reveal) reveal.addEventListener('toggle', function () {
    var written = [].map.call(document.querySelectorAll('.five input'), function (box) { return box.value; });
    var said = document.getElementById('guess');
    said.hidden = !written.some(Boolean);
    said.textContent = 'You wrote ' + written.map(function (text) { return text === '' ? 'blank' : text; }).join(', ') + '.';
  });
})();
