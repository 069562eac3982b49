module.exports = () => ({ dir: { input: "content", includes: "../_includes", data: "../_data", output: "_site" } });
