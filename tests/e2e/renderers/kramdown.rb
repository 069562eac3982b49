# Markdown texts as a JSON list on standard input → HTML as a JSON list, as Jekyll renders them:
# kramdown with the GFM parser, without colours in code.
require "json"
require "kramdown"
require "kramdown-parser-gfm"

options = { input: "GFM", hard_wrap: false, syntax_highlighter: nil, math_engine: "mathjax" }
texts = JSON.parse($stdin.read)
$stderr.puts "kramdown #{Kramdown::VERSION}"
$stdout.write(JSON.generate(texts.map { |text| Kramdown::Document.new(text, options).to_html }))
