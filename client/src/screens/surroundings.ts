/** Surroundings: what the browser around this page allows, and so what a person may count on. */

/** WeChat clears what its pages keep, so there a record counts only once the server has it. */
export const inWeChat = /MicroMessenger/i.test(navigator.userAgent);

/** Without https there is no service worker: a page that is closed without a connection cannot be opened again. */
export const unprotected = !window.isSecureContext;
