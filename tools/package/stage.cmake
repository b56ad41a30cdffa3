# What Debian wants of a package beside what is installed: manual pages in gzip, copyright, changelog, completions of zsh
# where it looks for them. CPack runs this before it closes the packages.
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  set(at @$ENV{SOURCE_DATE_EPOCH})
else()
  file(TIMESTAMP ${CPACK_POLYSCAPE_SOURCE}/docs/changes.md seconds %s UTC)
  set(at @${seconds})
endif()
execute_process(COMMAND date -u -R -d ${at} OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE
                COMMAND_ERROR_IS_FATAL ANY)
file(READ ${CPACK_POLYSCAPE_SOURCE}/LICENSE license)
string(REGEX REPLACE "^[^\n]*\n\nCopyright \\(c\\) ([^\n]*)\n\n" "" license "${license}")
set(owner "${CMAKE_MATCH_1}")
string(REGEX REPLACE "\n$" "" license "${license}")
string(REPLACE "\n\n" "\n.\n" license "${license}")
string(REPLACE "\n" "\n " license "${license}")
foreach(component IN ITEMS program:polyscape development:libpolyscape-dev)
  string(REPLACE ":" ";" component ${component})
  list(GET component 0 folder)
  list(GET component 1 package)
  set(root ${CPACK_TEMPORARY_DIRECTORY}/${folder}/usr)
  set(doc ${root}/share/doc/${package})
  file(MAKE_DIRECTORY ${doc})
  file(CHMOD ${root} ${root}/share ${root}/share/doc ${doc} PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
       GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  file(WRITE ${doc}/copyright
       "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: polyscape\n\n"
       "Files: *\nCopyright: ${owner}\nLicense: Expat\n\nLicense: Expat\n ${license}\n")
  file(WRITE ${doc}/changelog "polyscape (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n"
       "  * docs/changes.md of the source says what is new.\n\n -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
  if(EXISTS ${root}/share/zsh/site-functions)
    file(RENAME ${root}/share/zsh/site-functions ${root}/share/zsh/vendor-completions)
  endif()
  file(GLOB pages ${root}/share/man/man1/*.1)
  execute_process(COMMAND gzip -9nf ${doc}/changelog ${pages} COMMAND_ERROR_IS_FATAL ANY)
  file(GLOB pages ${root}/share/man/man1/*.gz)
  file(CHMOD ${doc}/copyright ${doc}/changelog.gz ${pages} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
endforeach()
