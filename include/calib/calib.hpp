#pragma once
/// Mappers, operations and units, at compile time and, linked with calib::calib, over profiles loaded at run time.
/// Programs include this and the headers of their profiles; code within calib includes the precise header. The headers
/// that walk heterogeneous sets, manifest.hpp and network.hpp, are not here: they include Boost.Hana.

#include "calib/estimate.hpp"
#include "calib/fallback.hpp"
#include "calib/loaded_profile.hpp"
#include "calib/mapper.hpp"
#include "calib/op/list.hpp"
#include "calib/precision.hpp"
#include "calib/profile.hpp"
#include "calib/roofline.hpp"
#include "calib/setting.hpp"
#include "calib/units.hpp"
#include "calib/version.hpp"
