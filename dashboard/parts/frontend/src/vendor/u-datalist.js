var __defProp = Object.defineProperty;
var __getOwnPropSymbols = Object.getOwnPropertySymbols;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __propIsEnum = Object.prototype.propertyIsEnumerable;
var __defNormalProp = (obj, key, value) => key in obj ? __defProp(obj, key, { enumerable: true, configurable: true, writable: true, value }) : obj[key] = value;
var __spreadValues = (a, b) => {
  for (var prop in b || (b = {}))
    if (__hasOwnProp.call(b, prop))
      __defNormalProp(a, prop, b[prop]);
  if (__getOwnPropSymbols)
    for (var prop of __getOwnPropSymbols(b)) {
      if (__propIsEnum.call(b, prop))
        __defNormalProp(a, prop, b[prop]);
    }
  return a;
};

// ../utils.ts
var isBrowser = () => typeof window !== "undefined" && typeof window.document !== "undefined" && typeof window.navigator !== "undefined";
var IS_BROWSER = isBrowser();
var AGENT = IS_BROWSER ? navigator.userAgent : "";
var IS_ANDROID = /android/i.test(AGENT);
var IS_FIREFOX = /firefox/i.test(AGENT);
var IS_IOS = /iPad|iPhone|iPod/.test(AGENT);
var _a;
var IS_MAC = IS_BROWSER && // @ts-expect-error Typescript has not implemented userAgentData yet https://stackoverflow.com/a/71392474
/^Mac/i.test(((_a = navigator.userAgentData) == null ? void 0 : _a.platform) || navigator.platform);
var SUPPORTS_CONSTRUCTED_CSS = IS_BROWSER && window.CSSStyleSheet && document.adoptedStyleSheets;
var EVENT_ONCE = { once: true, capture: true, passive: true };
var DISPLAY_BLOCK = ":host(:not([hidden])) { display: block }";
var FOCUS_OUTLINE = `outline: 1px dotted; outline: 5px auto Highlight; outline: 5px auto -webkit-focus-ring-color`;
var SAFE_MULTISELECTABLE = `${IS_ANDROID ? "data" : "aria"}-multiselectable`;
var UHTMLElement = typeof HTMLElement === "undefined" ? class {
} : HTMLElement;
var attr = (el, name, value) => {
  if (value === void 0) return el.getAttribute(name);
  if (value === null) el.removeAttribute(name);
  else if (el.getAttribute(name) !== value) el.setAttribute(name, value);
  return null;
};
var on = (el, ...rest) => {
  const [types, ...options] = rest;
  for (const type of types.split(" ")) el.addEventListener(type, ...options);
  return () => off(el, ...rest);
};
var off = (el, ...rest) => {
  const [types, ...options] = rest;
  for (const type of types.split(" ")) el.removeEventListener(type, ...options);
};
var attachStyle = (el, css) => {
  const root = el.shadowRoot || el.attachShadow({ mode: "open" });
  if (!root.querySelector("slot")) root.append(tag("slot"));
  if (!root.querySelector("style")) {
    if (!SUPPORTS_CONSTRUCTED_CSS) root.append(tag("style", null, css));
    else {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
    }
  }
  return root;
};
var onMutation = (el, callback, options) => {
  const observer = new MutationObserver((records) => {
    if (!isBrowser() || !el.isConnected) return cleanup();
    callback(el, records);
  });
  const cleanup = Object.assign(() => observer.disconnect(), {
    takeRecords: () => observer.takeRecords()
    // Expose takeRecords - useful if mutating a attribute that is observed
  });
  callback(el);
  observer.observe(el, options);
  return cleanup;
};
var getRoot = (node) => {
  var _a2;
  const root = ((_a2 = node.getRootNode) == null ? void 0 : _a2.call(node)) || node.ownerDocument;
  return root instanceof Document || root instanceof ShadowRoot ? root : document;
};
var getFocusedElement = (node) => getRoot(node).activeElement;
var useId = (el) => {
  if (!el || !IS_BROWSER) return null;
  if (!window.uElementsId) window.uElementsId = {};
  if (!el.id) {
    const node = el.nodeName.toLowerCase();
    if (!window.uElementsId[node]) window.uElementsId[node] = 1;
    el.id = `:${node}${window.uElementsId[node]++}`;
  }
  return el.id;
};
var tag = (tagName, attrs, content) => {
  const el = document.createElement(tagName);
  if (content) el.textContent = content;
  if (attrs) for (const [key, val] of Object.entries(attrs)) attr(el, key, val);
  return el;
};
var customElements = {
  define: (name, instance) => !isBrowser() || window.customElements.get(name) || window.customElements.define(name, instance)
};
var setValue = (input, data, type = "") => {
  var _a2, _b;
  const event = { bubbles: true, composed: true, data, inputType: type };
  const proto = HTMLInputElement.prototype;
  input.dispatchEvent(new InputEvent("beforeinput", event));
  (_b = (_a2 = Object.getOwnPropertyDescriptor(proto, "value")) == null ? void 0 : _a2.set) == null ? void 0 : _b.call(input, data);
  input.dispatchEvent(new InputEvent("input", event));
  input.dispatchEvent(new Event("change", { bubbles: true }));
};
var IS_PRESS = /* @__PURE__ */ new WeakSet();
var isPointerDown = (el, e) => {
  if ((e == null ? void 0 : e.type) === "pointerdown") {
    IS_PRESS.add(el);
    on(document, "pointerup", () => IS_PRESS.delete(el), EVENT_ONCE);
  }
  return IS_PRESS.has(el);
};
var declarativeShadowRoot = (style, slot = "<slot></slot>") => `<template shadowrootmode="open">${slot}<style>${style}</style></template>`;
var preventSubmit = (input) => {
  const form = attr(input, "form");
  attr(input, "form", "#");
  setTimeout(restoreSubmit, 0, input, form);
};
var restoreSubmit = (input, form) => attr(input, "form", form);
var getText = (el) => {
  var _a2;
  return ((_a2 = el == null ? void 0 : el.textContent) == null ? void 0 : _a2.trim()) || "";
};
var LIVE;
var LIVE_SR_FIX = 0;
var LIVE_CLEAR = 0;
var speak = (text) => {
  clearTimeout(LIVE_CLEAR);
  if (!LIVE) {
    LIVE = tag("div", { "aria-live": "assertive" });
    LIVE.style.overflow = "hidden";
    LIVE.style.position = "fixed";
    LIVE.style.whiteSpace = "nowrap";
    LIVE.style.width = "1px";
  }
  if (!LIVE.isConnected) document.body.append(LIVE);
  if (text === "") LIVE.textContent = "";
  if (text) {
    LIVE.textContent = `${text}${LIVE_SR_FIX++ % 2 ? "\xA0" : ""}`;
    LIVE_CLEAR = setTimeout(speak, !IS_MAC && IS_FIREFOX ? 2e3 : 300, "");
  }
};

// u-option.ts
var DISABLED = "disabled";
var SELECTED = "selected";
var UHTMLOptionElement = class extends UHTMLElement {
  constructor() {
    super(...arguments);
    this._skipAttrChange = false;
  }
  // Using ES2015 syntax for backwards compatibility
  static get observedAttributes() {
    return ["id", DISABLED, SELECTED];
  }
  connectedCallback() {
    if (IS_ANDROID) this.tabIndex = -1;
    if (!this.hasAttribute("role")) attr(this, "role", "option");
    attr(this, "aria-disabled", `${this.disabled}`);
    attr(this, "aria-selected", `${this.selected}`);
    useId(this);
  }
  attributeChangedCallback(name) {
    if (this._skipAttrChange) return;
    this._skipAttrChange = true;
    if (name === "id") useId(this);
    else attr(this, `aria-${name}`, `${this[name]}`);
    this._skipAttrChange = false;
  }
  /** Sets or retrieves whether the option in the list box is the default item. */
  get defaultSelected() {
    return this[SELECTED];
  }
  set defaultSelected(value) {
    this[SELECTED] = value;
  }
  get disabled() {
    return attr(this, DISABLED) !== null;
  }
  set disabled(value) {
    attr(this, DISABLED, value ? "" : null);
  }
  /** Retrieves a reference to the form that the object is embedded in. */
  get form() {
    return this.closest("form");
  }
  /** Sets or retrieves the ordinal position of an option in a list box. */
  get index() {
    var _a2;
    return [
      ...((_a2 = this.parentElement) == null ? void 0 : _a2.options) || [this]
    ].indexOf(this);
  }
  /** Sets or retrieves a value that you can use to implement your own label functionality for the object. */
  get label() {
    var _a2;
    return (_a2 = attr(this, "label")) != null ? _a2 : this.text;
  }
  set label(value) {
    attr(this, "label", value);
  }
  get selected() {
    return attr(this, SELECTED) !== null;
  }
  set selected(value) {
    attr(this, SELECTED, value ? "" : null);
  }
  /** Sets or retrieves the text string specified by the option tag. */
  get text() {
    return getText(this);
  }
  set text(text) {
    this.textContent = text;
  }
  /** Sets or retrieves the value which is returned to the server when the form control is submitted. */
  get value() {
    var _a2;
    return (_a2 = attr(this, "value")) != null ? _a2 : this.text;
  }
  set value(value) {
    attr(this, "value", value);
  }
};
customElements.define("u-option", UHTMLOptionElement);

// u-datalist.ts
var DATA_ACTIVE = "data-activedescendant";
var ARIA_HIDDEN = "aria-hidden";
var UHTMLDataListStyle = `${DISPLAY_BLOCK}
::slotted([role="option"]) { display: block; cursor: pointer }
::slotted([role="option"][${DATA_ACTIVE}]) { ${FOCUS_OUTLINE} }
::slotted([role="option"]:is([${ARIA_HIDDEN}="true"], [disabled], [hidden])) { display: none !important }`;
var UHTMLDataListShadowRoot = declarativeShadowRoot(UHTMLDataListStyle);
var LIVE_TIMER;
var EVENTS_IDLE_CAPTURE = "focus click keydown";
var EVENTS_ACTIVE_BUBBLE = "focusout input pointerdown";
var TEXTS = {
  of: "of",
  plural: "%d hits",
  singular: "%d hit"
};
var UHTMLDataListElement = class extends UHTMLElement {
  constructor() {
    super();
    // Used to consistently remember root for event delegation
    this._texts = __spreadValues({}, TEXTS);
    attachStyle(this, UHTMLDataListStyle);
  }
  static get observedAttributes() {
    return ["id", ...Object.keys(TEXTS).map((key) => `data-sr-${key}`)];
  }
  connectedCallback() {
    this._root = getRoot(this);
    attr(this, "hidden", "");
    attr(this, "role", "listbox");
    attr(this, "tabindex", "-1");
    on(this._root, EVENTS_IDLE_CAPTURE, this, true);
    this._umutate = onMutation(this, onMutations, {
      attributeFilter: ["disabled", "hidden", "label", "value"],
      // Listening to hidden attribute to update on open
      attributes: true,
      characterData: true,
      childList: true,
      subtree: true
    });
  }
  disconnectedCallback() {
    var _a2;
    if (this._root) off(this._root, EVENTS_IDLE_CAPTURE, this, true);
    if (this._root) off(this._root, EVENTS_ACTIVE_BUBBLE, this);
    setInputAttributes(this, null);
    (_a2 = this._umutate) == null ? void 0 : _a2.call(this);
    this._umutate = this._root = this._input = void 0;
  }
  attributeChangedCallback(prop, _prev, next) {
    const text = prop == null ? void 0 : prop.split("data-sr-")[1];
    if (TEXTS[text]) this._texts[text] = next || TEXTS[text];
    else if (this.id) {
      const selector = `input[list="${this.id}"]`;
      const input = getRoot(this).querySelector(selector);
      if (input) setInputAttributes(this, input);
    }
  }
  handleEvent(event) {
    if (event.defaultPrevented) return;
    if (event.type === "focus") onFocus(this, event);
    if (event.type === "focusout") onBlur(this, event);
    if (event.type === "click") onClick(this, event);
    if (event.type === "input") onMutations(this);
    if (event.type === "keydown") onKeyDown(this, event);
    if (event.type === "pointerdown") onPointerDown(this, event);
  }
  get options() {
    const el = !this._options && this.querySelector('[role="option"],option');
    if (el) this._options = this.getElementsByTagName(el == null ? void 0 : el.nodeName);
    return this._options || this.getElementsByTagName("option");
  }
};
var isDisabled = (el) => el.disabled || el.readOnly;
var isInput = (el) => el instanceof HTMLInputElement;
var isVisible = (el) => attr(el, ARIA_HIDDEN) !== "true" && el.clientHeight;
var setExpanded = (self, open) => {
  if (self._input) attr(self._input, "aria-expanded", `${open}`);
  if (!self.isConnected || self.hidden !== open) return;
  if (!open) setActive(self);
  if (self.popover) self.togglePopover(open);
  if (open) setTimeout(() => clearTimeout(LIVE_TIMER));
  self.hidden = !open;
};
var setActive = (self, opt) => {
  if (self._input) attr(self._input, "aria-activedescendant", useId(opt));
  for (const o of self.options) attr(o, DATA_ACTIVE, o === opt ? "" : null);
  opt == null ? void 0 : opt.scrollIntoView({ block: "nearest" });
};
var setInputAttributes = (self, setup) => {
  const input = setup || self._input;
  const hidden = !self._root || self.hidden;
  if (!input) return;
  if (self.popover) {
    attr(self, "popover", "manual");
    attr(input, "popovertarget", setup && useId(self));
  }
  attr(input, "aria-autocomplete", setup && "list");
  attr(input, "aria-controls", setup && useId(self));
  attr(input, "aria-expanded", setup && `${!hidden}`);
  attr(input, "autocomplete", setup && "off");
  attr(input, "enterkeyhint", "done");
  attr(input, "role", setup && !isDisabled(input) ? "combobox" : null);
};
var onFocus = (self, { target: el }) => {
  var _a2, _b;
  if (self._input === el) return;
  if (isInput(el) && el.getAttribute("list") === self.id) {
    setInputAttributes(self, null);
    setInputAttributes(self, el);
    if (isDisabled(el)) return;
    if (self._root) on(self._root, EVENTS_ACTIVE_BUBBLE, self);
    attr(self, "aria-label", ((_b = (_a2 = el.labels) == null ? void 0 : _a2[0]) == null ? void 0 : _b.textContent.trim()) || null);
    speak();
    self._input = el;
    if (IS_ANDROID) setExpanded(self, true);
  } else onBlurred(self);
};
var onBlur = (self, event) => {
  isPointerDown(self) ? event.stopImmediatePropagation() : IS_ANDROID || setTimeout(onBlurred, 0, self, event);
};
var onBlurred = (self) => {
  const focus = getFocusedElement(self);
  if (self._input === focus || self.contains(focus)) return;
  if (self._root) off(self._root, EVENTS_ACTIVE_BUBBLE, self);
  setExpanded(self, false);
  self._input = void 0;
};
var onPointerDown = (self, event) => self.contains(event.target) && isPointerDown(self, event);
var onClick = (self, event) => {
  var _a2;
  if (isInput(event.target)) onFocus(self, event);
  if (self._input === event.target) return setExpanded(self, true);
  if (!self.contains(event.target)) return onBlurred(self);
  for (const opt of self.options)
    if (opt.contains(event.target)) {
      (_a2 = self._input) == null ? void 0 : _a2.focus();
      if (self._input) setValue(self._input, opt.value);
      return setExpanded(self, attr(self, SAFE_MULTISELECTABLE) === "true");
    }
};
var onKeyDown = (self, event) => {
  if (isInput(event.target)) onFocus(self, event);
  if (self._input !== event.target) return;
  const { key, ctrlKey, metaKey, altKey } = event;
  const skip = ctrlKey || metaKey || key === "Shift" || key === "Tab";
  if (skip || altKey && !key.startsWith("Arrow")) return;
  if (key === "Escape" && !self.hidden) event.preventDefault();
  setExpanded(self, key !== "Escape");
  const isEnter = key === "Enter";
  const active = attr(self._input, "aria-activedescendant");
  const opts = [];
  let prev = -1;
  let next = -1;
  for (const opt of self.options)
    if (isVisible(opt)) {
      opts.push(opt);
      if (opt.id === active) prev = opts.length - 1;
    }
  if (!altKey && key === "ArrowDown") next = (prev + 1) % opts.length;
  if (!altKey && key === "ArrowUp") next = (prev || opts.length) - 1;
  if (~prev) {
    if (key === "Home" || key === "PageUp") next = 0;
    if (key === "End" || key === "PageDown") next = opts.length - 1;
    if (isEnter) next = prev;
  }
  if (opts[next]) {
    event.preventDefault();
    self._input.focus();
  }
  if (isEnter && opts[next]) {
    event.stopImmediatePropagation();
    preventSubmit(self._input);
    opts[next].click();
  } else setActive(self, opts[next]);
};
var onMutations = (self) => {
  var _a2;
  if (!self._input || self.hidden) return;
  const query = self._input.value.toLowerCase().trim() || "";
  const filter = !self.hasAttribute("data-nofilter");
  const hide = [];
  const show = [];
  for (const opt of self.options) (opt.disabled || opt.hidden || filter && !opt.label.toLowerCase().includes(query) ? hide : show).push(opt);
  for (const opt of hide) attr(opt, ARIA_HIDDEN, "true");
  for (const opt of show) attr(opt, ARIA_HIDDEN, "false");
  clearTimeout(LIVE_TIMER);
  LIVE_TIMER = setTimeout(speakHits, 500, self, show);
  if (IS_IOS)
    show.forEach((opt, index, { length }) => {
      attr(opt, "title", `${index + 1} ${self._texts.of} ${length}`);
    });
  (_a2 = self._umutate) == null ? void 0 : _a2.takeRecords();
};
var speakHits = (self, show) => !self.hidden && self._input === getFocusedElement(self) && speak(
  `${show.some(({ value }) => value) ? `${self._texts[show[1] ? "plural" : "singular"]}`.replace("%d", `${show.length}`) : self.innerText}`
);
if (isBrowser())
  Object.defineProperty(HTMLInputElement.prototype, "list", {
    configurable: true,
    enumerable: true,
    get() {
      const id = attr(this, "list");
      return id && getRoot(this).getElementById(id);
    }
  });
customElements.define("u-datalist", UHTMLDataListElement);

export { UHTMLDataListElement, UHTMLDataListShadowRoot, UHTMLDataListStyle };
