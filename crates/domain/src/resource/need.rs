//! What somebody needs, in words for which there are places to ask.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Field, Told, kind::kind_of_service};
use crate::case::plan::Service;

words! {
    /// A kind of trouble for which somebody looks for a place, as くらし支援ナビ names them. Sources that sort by it say one in
    /// [`Field::Topic`]; the region says more in [`Field::Needs`].
    Need {
        /// 今日食べるもの
        Food = "food",
        /// 今夜泊まる場所
        Housing = "housing",
        /// 家賃・住まい
        Rent = "rent",
        /// 電気・ガス・水道
        Utilities = "utilities",
        /// 生活費
        Money = "money",
        /// 医療費
        Medical = "medical",
        /// 仕事
        Work = "work",
        /// 借金
        Debt = "debt",
        /// 家族や同居人からの暴力
        Violence = "violence",
        /// 子ども・妊娠・ひとり親
        Children = "children",
        /// こころと体
        Mental = "mental",
        /// 障害や病気のある暮らし
        Disability = "disability",
        /// 介護
        Care = "care",
        /// 何から相談すればよいか分からない
        Unclear = "unknown",
    }
}

impl Need {
    /// The need behind a service of the plan of 自立相談支援: what to look for when the plan has it.
    pub const fn of_service(service: Service) -> Self {
        match service {
            Service::HousingBenefit => Self::Rent,
            Service::Shelter => Self::Housing,
            Service::Budget => Self::Money,
            Service::WorkPrep | Service::Training | Service::EmploymentSupport => Self::Work,
        }
    }

    /// Reads words of [`Field::Needs`]; `None` if one of them is no such need.
    pub fn read(words: &str) -> Option<BTreeSet<Self>> {
        words.split_whitespace().map(Self::from_name).collect()
    }

    /// As they stand in [`Field::Needs`].
    pub fn write(needs: &BTreeSet<Self>) -> String {
        needs.iter().map(|need| need.name()).collect::<Vec<_>>().join(" ")
    }
}

impl Told {
    /// What it is for: what its source sorts it under, what its kind of service is for, and what the region says.
    pub fn needs(&self) -> BTreeSet<Need> {
        let of_source = Need::from_name(self.get(Field::Topic).trim());
        let of_kind = kind_of_service(self.kind()).map_or(&[] as &[Need], Need::of_kind).iter().copied();
        let of_region = Need::read(self.get(Field::Needs)).unwrap_or_default();
        of_source.into_iter().chain(of_kind).chain(of_region).collect()
    }
}
