// Requests to our own server, with the token against forged forms.

/** The token of this page. */
export function token() {
  return document.body.dataset.csrf ?? '';
}

/** Sends a form body in the background; true if the server took it. Throws only when there is no connection. */
export async function send(address, body) {
  const response = await fetch(address, {
    method: 'POST',
    body,
    headers: { 'x-csrf-token': token() },
    credentials: 'same-origin',
    // What is sent while the page is being left still arrives.
    keepalive: document.visibilityState === 'hidden',
  });
  // Whatever the server answers starts its session clock anew; the warning before its end waits for this.
  if (response.ok) document.dispatchEvent(new Event('banso:answered'));
  return response.ok;
}
