//! The words of the data package that figures are counted by.

/// An enumeration with the word that the tables have for each.
macro_rules! table_words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$word_doc])* $variant,)+ }

        impl $name {
            /// All of them, in the order of the tables.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its word in the tables.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The one with a word.
            pub fn of(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    )+};
}

table_words! {
    /// A programme somebody uses.
    Programme {
        /// 自立相談支援
        SelfReliance = "self_reliance",
        /// 就労選択支援
        EmploymentChoice = "employment_choice",
        /// 就労移行支援
        Transition = "transition",
        /// 就労継続支援A型
        ContinuationA = "continuation_a",
        /// 就労継続支援B型
        ContinuationB = "continuation_b",
        /// 就労定着支援
        Retention = "retention",
        /// 障害者就業・生活支援センター
        LifeWorkCentre = "life_work_centre",
        /// ジョブコーチ
        JobCoach = "job_coach",
    }
    /// A phase of support.
    Phase {
        /// 受付
        Intake = "intake",
        /// アセスメント
        Assessment = "assessment",
        /// 準備
        Preparation = "preparation",
        /// 実習
        Placement = "placement",
        /// 就職活動
        JobSearch = "job_search",
        /// 就職直後
        EarlyEmployment = "early_employment",
        /// 定着
        Retention = "retention",
        /// フォローアップ
        FollowUp = "follow_up",
    }
    /// A kind of disability, as the tables tell them apart.
    Disability {
        /// なし
        None = "none",
        /// 身体
        Physical = "physical",
        /// 知的
        Intellectual = "intellectual",
        /// 精神
        Mental = "mental",
        /// 発達
        Developmental = "developmental",
        /// 高次脳機能
        HigherBrain = "higher_brain",
        /// 難病
        Intractable = "intractable",
        /// その他
        Other = "other",
    }
    /// With whom there was contact.
    Partner {
        /// 本人
        Person = "person",
        /// 家族
        Family = "family",
        /// 機関
        Agency = "agency",
        /// 企業
        Employer = "employer",
        /// 医療
        Medical = "medical",
        /// その他
        Other = "other",
    }
    /// How there was contact.
    Channel {
        /// 訪問
        Visit = "visit",
        /// 来所
        Office = "office",
        /// 電話
        Phone = "phone",
        /// メール
        Mail = "mail",
        /// オンライン
        Online = "online",
        /// 同行
        Accompany = "accompany",
        /// 手紙
        Letter = "letter",
        /// 会議
        Conference = "conference",
    }
    /// A kind of employment.
    Employment {
        /// 開示して働く
        Open = "open",
        /// 開示せずに働く
        Closed = "closed",
        /// 就労継続支援A型
        TypeA = "type_a",
        /// その他
        Other = "other",
    }
    /// A kind of conference.
    ConferenceKind {
        /// 支援調整会議
        Coordination = "coordination",
        /// ケース会議
        Case = "case",
        /// 拡大ケース会議
        Extended = "extended",
        /// 個別の協議の場
        IndividualCouncil = "individual_council",
        /// その他
        Other = "other",
    }
}
