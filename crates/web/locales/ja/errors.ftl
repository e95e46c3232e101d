# うまくいかなかったときの画面。責めず、次にできることを言う。
error-bad-request = 送られた内容を読み取れませんでした
error-bad-request-advice = 前の画面に戻り、ページを読み込み直してから、もう一度お試しください。入力した内容は下書きに残っています。
error-forbidden = この操作はできません
error-forbidden-advice = あなたの役割ではこの操作が認められていません。必要なときは、主担当か管理者にご相談ください。
error-not-found = ページが見つかりません
error-not-found-advice = アドレスが変わったか、あなたに見る権限がないページです。ケースの一覧から探してください。
error-conflict = ほかの人が先に変更しました
error-conflict-advice = あなたの入力は下書きに残っています。前の画面を開き直すと、違いを並べて確かめられます。
error-too-large = 送られたファイルが大きすぎます
error-too-large-advice = ファイルを小さくするか、いくつかに分けて送ってください。
error-too-many = 短い間に何度も操作がありました
error-too-many-advice = 安全のため、しばらく受け付けを止めています。1分ほど待ってから、もう一度お試しください。
error-internal = システムの側で問題が起きました
error-internal-advice = あなたの操作のせいではありません。少し待ってから、もう一度お試しください。続くときは、下の受付番号を管理者に伝えてください。
error-reference = 受付番号
error-home = 最初の画面へ
