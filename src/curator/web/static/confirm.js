// In the browser that signed up, the page confirms by itself; it marks its form for that.
const form = document.querySelector("form[data-submit]");
if (form) form.requestSubmit();
