// showModalDialog: a page in a dialog of its own that stops the script; it is answered as a person does who presses OK.

const AGREES = /^\s*(ok|はい|yes|確定|決定|同意する|同意します|続行|次へ|閉じる|close)\s*$/i;

function pageOf(address) {
  const request = new Transport();
  request.open("GET", new URL(address, location.href), false);
  request.send();
  return request.responseText;
}

function buttonOf(page) {
  const buttons = Array.from(page.querySelectorAll("button, input[type=button], input[type=submit]"));
  return buttons.find((each) => AGREES.test(each.value || each.textContent)) || (buttons.length === 1 ? buttons[0] : null);
}

define(self, "showModalDialog", {
  writable: true,
  value(address, given) {
    const html = pageOf(address);
    const frame = document.createElement("iframe");
    frame.style.display = "none";
    document.documentElement.appendChild(frame);
    const inside = frame.contentWindow;
    try {
      inside.dialogArguments = given;
      inside.document.open();
      inside.dialogArguments = given;
      inside.close = () => undefined;
      inside.document.write(html);
      inside.document.close();
      alert((inside.document.body && inside.document.body.innerText.trim()) || String(address));
      const button = buttonOf(inside.document);
      if (button) button.click();
      return inside.returnValue;
    } finally {
      frame.remove();
    }
  },
});
