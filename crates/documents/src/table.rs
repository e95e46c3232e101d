//! A list that somebody keeps in Excel, as CSV: what stands in its cells, and nothing computed.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::returned::{fits_unpacked, words};

/// The first worksheet with a table, as CSV in UTF-8. Titles above its heads are left out: the heads are the first row that is nearly as wide
/// as the widest. A formula is the value that was saved with it; a code that Excel keeps as a number has lost its zeros before.
///
/// `None` for what is no workbook, holds no table, or unpacks to more than any list.
pub fn table_of_workbook(bytes: &[u8]) -> Option<String> {
    if !fits_unpacked(bytes) {
        return None;
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let sheets = workbook.sheet_names();
    sheets.iter().find_map(|sheet| table(&workbook.worksheet_range(sheet).ok()?))
}

fn table(range: &calamine::Range<Data>) -> Option<String> {
    let told = |row: &[Data]| row.iter().filter(|cell| !words(cell).is_empty()).count();
    let widest = range.rows().map(told).max()?;
    let heads = range.rows().position(|row| told(row) * 5 >= widest * 4)?;
    let rows = range.rows().skip(heads);
    let is_table = widest >= 2 && rows.clone().filter(|row| told(row) > 0).nth(1).is_some();
    is_table.then(|| rows.map(line).collect())
}

fn line(row: &[Data]) -> String {
    let cells = row.iter().map(|cell| format!("\"{}\"", words(cell).replace('"', "\"\"")));
    cells.collect::<Vec<_>>().join(",") + "\n"
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Formula, Workbook};

    use super::*;

    #[test]
    fn u23_titles_line_breaks_codes_and_formulas_of_a_workbook_are_read_as_they_stand() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write(0, 0, "この表について").unwrap();
        let sheet = workbook.add_worksheet();
        sheet.write(0, 0, "居場所一覧（令和8年）").unwrap();
        for (column, head) in ["団体\nコード", "名称", "定員"].into_iter().enumerate() {
            sheet.write(2, u16::try_from(column).unwrap(), head).unwrap();
        }
        sheet.write(3, 0, "011002").unwrap();
        sheet.write(3, 1, "\"ひだまり\"カフェ").unwrap();
        sheet.write(3, 2, 12).unwrap();
        sheet.write(4, 1, "ほっこり食堂").unwrap();
        sheet.write_formula(4, 2, Formula::new("=6*2").set_result("12")).unwrap();
        let text = table_of_workbook(&workbook.save_to_buffer().unwrap()).unwrap();
        let lines = "\"団体\nコード\",\"名称\",\"定員\"\n\"011002\",\"\"\"ひだまり\"\"カフェ\",\"12\"\n\"\",\"ほっこり食堂\",\"12\"\n";
        assert_eq!(text, lines);
    }

    #[test]
    fn what_is_no_workbook_and_what_holds_no_table_is_none() {
        assert_eq!(table_of_workbook(b"PK\x03\x04 nothing"), None);
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write(0, 0, "空の表").unwrap();
        assert_eq!(table_of_workbook(&workbook.save_to_buffer().unwrap()), None);
    }
}
