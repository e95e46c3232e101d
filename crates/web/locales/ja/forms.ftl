# 入力欄
form-required = ※必須
form-optional = ※任意
form-read-only = 編集不可
form-choose = 選んでください
form-error-prefix = エラー：
form-errors = 入力を確かめてください（{ $count }か所）
draft-saving = 下書きを保存しています
draft-saved = 下書き保存 {"{time}"}
draft-offline = 通信が切れています。入力した内容はこの画面に残り、つながると自動で送ります。
draft-failed = 下書きを保存できませんでした。この画面を閉じないでください。
draft-leave = まだ保存されていない内容があります。
confirm-consequences = 次のようになります。
conflict-who = あなたが入力している間に、{ $who }が{ $when }に保存しました。
conflict-count = 違いは{ $count }か所です。どちらを残すか選んでください。
conflict-mine = あなたの入力
conflict-theirs = 保存されている内容
conflict-save = 選んだ内容で保存する
