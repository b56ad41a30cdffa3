# The stages, lowest first; what each may include is what it USES, and what that brings along.
# Header-only libraries are linked for the build alone: who uses the installed library need not have them.
set(eigen $<BUILD_INTERFACE:Eigen3::Eigen>)
set(json $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>)
set(loops parallel_tbb.cpp)
if(NOT POLYSCAPE_TBB)
  set(loops parallel_threads.cpp)
endif()
stage(base SOURCES aside.cpp board.cpp cancel.cpp correspondence.cpp digest.cpp error.cpp file_text.cpp letter.cpp
                   list.cpp nesting.cpp option.cpp parallel.cpp ${loops} random.cpp resource_limits.cpp shard.cpp
                   shared_loop.cpp team.cpp
      LINK TBB::tbb)
stage(algebra USES base
      SOURCES decimal.cpp rational.cpp rational_letter.cpp polynomial.cpp program.cpp system.cpp derivative.cpp expand.cpp
              action.cpp lift.cpp linear.cpp residues.cpp limits.cpp factors.cpp irreducible.cpp real_roots.cpp
              format/format.cpp format/expression.cpp format/spelling.cpp format/phcpack.cpp format/bertini.cpp
              format/json.cpp format/julia.cpp format/macaulay2.cpp format/singular.cpp format/msolve.cpp
              format/sympy.cpp format/latex.cpp format/written.cpp
      LINK ${FLINT_LIBRARIES})
stage(eval USES algebra
      SOURCES double_double_sweep_plain.cpp multiprecision.cpp newton.cpp packed_point.cpp point.cpp tape.cpp
              lane_program.cpp rank.cpp dense.cpp evaluator.cpp symmetric.cpp
      LINK ${FLINT_LIBRARIES})
if(POLYSCAPE_X86)
  target_compile_definitions(polyscape_eval PRIVATE POLYSCAPE_X86)
  target_sources(polyscape_eval PRIVATE polyscape/eval/double_double_sweep_fused.cpp)
  set_source_files_properties(polyscape/eval/double_double_sweep_fused.cpp PROPERTIES COMPILE_OPTIONS
    "${POLYSCAPE_AVX2_OPTIONS};-ffp-contract=off")
endif()
stage(bounds USES algebra
      SOURCES bezout.cpp lifted.cpp linear_product.cpp mixed_cells.cpp multihomogeneous.cpp partition.cpp
      LINK ${FLINT_LIBRARIES})
stage(exact USES algebra
      SOURCES count.cpp elimination.cpp groebner.cpp minors.cpp modular.cpp monomials.cpp multiplicity.cpp pairs.cpp
              quotient.cpp reduced_part.cpp staircase.cpp
      LINK ${FLINT_LIBRARIES})
stage(volume USES algebra
      SOURCES blow_up.cpp coordinates.cpp crossings.cpp deep_linear.cpp germ.cpp learning_coefficient.cpp
              linear_program.cpp newton_polyhedron.cpp pole.cpp resolution.cpp signs.cpp terms.cpp)
stage(report USES algebra
      SOURCES result.cpp result_reader.cpp schema.cpp contradictions.cpp words.cpp json_text.cpp summary.cpp
              summary/dynamics.cpp summary/dynamics_laws.cpp summary/equations.cpp summary/page.cpp summary/points.cpp
              summary/sets.cpp summary/volume.cpp against.cpp aggregate.cpp caption.cpp column_cells.cpp columns.cpp
              coordinate_texts.cpp digits.cpp entries.cpp escape.cpp letters.cpp latex_table.cpp marks.cpp query.cpp
              table.cpp versions.cpp zero_pattern.cpp
      LINK fmt::fmt ${json} ${eigen} ${FLINT_LIBRARIES})
target_compile_definitions(polyscape_report PRIVATE POLYSCAPE_VERSION="${PROJECT_VERSION}")
stage(plot USES report
      SOURCES contour.cpp count_figures.cpp draws_figures.cpp dynamics_figures.cpp figure.cpp page.cpp page_point.cpp
              page_tables.cpp palette.cpp pgfplots.cpp point_figures.cpp slice_figure.cpp svg.cpp svg_style.cpp
              ticks.cpp
      LINK fmt::fmt)
# The page's files as text.
foreach(part LAYOUT.html STYLE.css SCRIPT.js)
  cmake_path(GET part STEM name)
  cmake_path(GET part EXTENSION ending)
  set(file ${CMAKE_CURRENT_SOURCE_DIR}/polyscape/plot/page/page${ending})
  file(READ ${file} ${name})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
endforeach()
configure_file(polyscape/plot/page/sources.cpp.in ${CMAKE_CURRENT_BINARY_DIR}/page_sources.cpp @ONLY)
target_sources(polyscape_plot PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/page_sources.cpp)
target_include_directories(polyscape_plot PRIVATE ${MUSTACHE_INCLUDE})
stage(store USES report
      SOURCES database.cpp json.cpp lock.cpp store.cpp
      LINK fmt::fmt ${json} SQLiteCpp SQLite::SQLite3)
stage(start USES bounds eval
      SOURCES given.cpp total_degree.cpp multihomogeneous.cpp polyhedral.cpp
      LINK ${FLINT_LIBRARIES})
stage(track USES eval
      SOURCES homotopy.cpp layout.cpp path_options.cpp path_result.cpp path.cpp acceptance.cpp step_control.cpp
              recall.cpp walker.cpp endgame.cpp series.cpp valuation.cpp batch.cpp rounds_baseline.cpp
              rounds_baseline_precise.cpp stepper_double.cpp stepper_double_double.cpp stepper_multiprecision.cpp)
if(POLYSCAPE_X86)
  target_compile_definitions(polyscape_track PRIVATE POLYSCAPE_X86)
  foreach(SET avx2 avx512)
    string(TOUPPER ${SET} NAME)
    target_sources(polyscape_track PRIVATE polyscape/track/rounds_${SET}.cpp polyscape/track/rounds_${SET}_precise.cpp)
    set_source_files_properties(polyscape/track/rounds_${SET}.cpp PROPERTIES COMPILE_OPTIONS
      "${POLYSCAPE_${NAME}_OPTIONS};-ffp-contract=fast")
    set_source_files_properties(polyscape/track/rounds_${SET}_precise.cpp PROPERTIES COMPILE_OPTIONS
      "${POLYSCAPE_${NAME}_OPTIONS};-ffp-contract=off")
  endforeach()
endif()
set_source_files_properties(polyscape/track/rounds_baseline_precise.cpp PROPERTIES COMPILE_OPTIONS -ffp-contract=off)
stage(certify USES eval
      SOURCES cluster.cpp distinct.cpp excess.cpp germ.cpp inertia.cpp krawczyk.cpp machine_krawczyk.cpp moments.cpp
              rank.cpp rational_zero.cpp recheck.cpp
      LINK ${FLINT_LIBRARIES} ${eigen})
stage(spec USES algebra
      SOURCES specification.cpp document.cpp expression.cpp formula.cpp read_potential.cpp distribution.cpp
              dataset.cpp evaluate.cpp draws.cpp functions.cpp keys.cpp rounding.cpp approximation.cpp surrogate.cpp
              choices.cpp read_network.cpp read_random.cpp read_data.cpp parse.cpp sweep.cpp
      LINK ${eigen} ${FLINT_LIBRARIES})
stage(solve USES start track certify exact
      SOURCES cluster_ends.cpp confirmation.cpp curve.cpp effort.cpp endpoint.cpp infinity.cpp ledger.cpp
              monodromy.cpp options.cpp outcome.cpp path_orbits.cpp path_sample.cpp plan.cpp run.cpp same_point.cpp
              scaling.cpp section.cpp settled.cpp solver.cpp span.cpp strategy.cpp toric.cpp trace_test.cpp
      LINK ${FLINT_LIBRARIES})
stage(components USES solve
      SOURCES affine_space.cpp breakup.cpp combinations.cpp decomposition.cpp deflation.cpp local_structure.cpp
              regeneration.cpp witness_set.cpp zero_sums.cpp
      LINK ${eigen})
stage(model USES spec
      SOURCES families.cpp family.cpp gram.cpp network.cpp lifts.cpp living_units.cpp loss.cpp interpolation.cpp
              passes.cpp symmetry.cpp tail.cpp degrees.cpp observations.cpp model.cpp)
stage(variety USES components exact
      SOURCES gauss_newton.cpp local_dimension.cpp modular.cpp nearest_points.cpp nullstellensatz.cpp regular_zero.cpp
              smoothness.cpp
      LINK ${eigen} ${FLINT_LIBRARIES})
stage(critical USES model variety
      SOURCES census.cpp orbits.cpp fibre.cpp fixed_points.cpp generic_member.cpp manifold.cpp point.cpp
              residuals.cpp zero_loss.cpp zero_loss_search.cpp
      LINK ${eigen} ${FLINT_LIBRARIES})
stage(dynamics USES critical
      SOURCES basin.cpp chain.cpp diagnostics.cpp equipartition.cpp exit_time.cpp flow.cpp laplace.cpp march.cpp
              march_baseline.cpp newton.cpp noise.cpp normalisable.cpp occupation.cpp options.cpp tempering.cpp
              places.cpp potential.cpp tape.cpp
      LINK fmt::fmt ${eigen})
if(POLYSCAPE_X86)
  target_compile_definitions(polyscape_dynamics PRIVATE POLYSCAPE_X86)
  target_sources(polyscape_dynamics PRIVATE polyscape/dynamics/march_avx2.cpp)
  set_source_files_properties(polyscape/dynamics/march_avx2.cpp PROPERTIES COMPILE_OPTIONS
    "${POLYSCAPE_AVX2_OPTIONS};-fno-math-errno;-ffp-contract=off")
endif()
set_source_files_properties(polyscape/dynamics/march_baseline.cpp PROPERTIES COMPILE_OPTIONS
  "-O3;-fno-math-errno;-ffp-contract=off")
stage(study USES plot store critical dynamics exact volume
      SOURCES analysis.cpp bounding.cpp certification.cpp checkpoint.cpp component_study.cpp description.cpp
              disagreement.cpp dynamics_exits.cpp dynamics_laws.cpp dynamics_noise.cpp dynamics_series.cpp
              dynamics_study.cpp dynamics_words.cpp findings.cpp finished_rows.cpp heading.cpp modular_count.cpp
              generic_draw.cpp generic_file.cpp input_digest.cpp lifted_bound.cpp manifold_rows.cpp options.cpp
              parameters.cpp parity.cpp point_claims.cpp recheck.cpp report_files.cpp rows_identity.cpp run_folder.cpp
              set_integral.cpp sink.cpp slice_plane.cpp slices.cpp stored_sweep.cpp sweep.cpp sweep_plan.cpp
              sweep_rows.cpp verification.cpp volume_study.cpp
      LINK fmt::fmt ${json} ${eigen} SQLiteCpp SQLite::SQLite3)
