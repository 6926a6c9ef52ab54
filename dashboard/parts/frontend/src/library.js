// Goes before the script of a component that draws with somebody else's; see assets.py.

const libraries = new Map(); // address -> promise of the window, where such a script leaves what it brings
const loaded = (address) => {
  if (!libraries.has(address)) {
    libraries.set(address, new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL(address, location.origin).href;
      script.onload = () => done(window);
      script.onerror = failed;
      document.head.append(script);
    }));
  }
  return libraries.get(address);
};
