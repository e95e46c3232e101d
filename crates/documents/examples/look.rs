use banso_documents::*;
use std::time::Instant;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let d = Documents::embedded().unwrap();
    let o = RenderOptions::on("2026-11-20".parse().unwrap());
    let facts: banso_domain::form::Facts =
        serde_json::from_str(&std::fs::read_to_string("crates/documents/samples/case.json").unwrap_or("{}".into()))
            .unwrap();
    for f in d.forms().on(o.on) {
        for (n, x) in [("blank", Default::default()), ("filled", facts.clone())] {
            for _ in 0..2 {
                let t = Instant::now();
                match d.render_pdf(&f.id, &x, &o) {
                    Ok(p) => {
                        println!("{} {n} {} bytes {:?}", f.id, p.len(), t.elapsed());
                        std::fs::write(format!("{dir}/{}_{n}.pdf", f.id), p).unwrap();
                    }
                    Err(e) => println!("{e}"),
                }
            }
            std::fs::write(format!("{dir}/{}_{n}.xlsx", f.id), d.render_xlsx(&f.id, &x, &o).unwrap()).unwrap();
        }
    }
}
