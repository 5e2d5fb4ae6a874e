cmake_policy(SET CMP0057 NEW) # IN_LIST
# Copies the files of FROM that match PATTERN to TO, with their folders: those alone that are new or changed, so that a
# program that runs meanwhile finds each file whole; and removes what is in TO and no longer in FROM.
file(GLOB_RECURSE FILES RELATIVE ${FROM} ${FROM}/${PATTERN})
if(NOT DEEP)
  list(FILTER FILES EXCLUDE REGEX "/")
endif()
foreach(FILE ${FILES})
  get_filename_component(FOLDER ${TO}/${FILE} DIRECTORY)
  file(MAKE_DIRECTORY ${FOLDER})
  execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${FROM}/${FILE} ${TO}/${FILE} RESULT_VARIABLE DIFFERS
                  OUTPUT_QUIET ERROR_QUIET)
  if(DIFFERS)
    file(COPY_FILE ${FROM}/${FILE} ${TO}/${FILE}.new)
    file(RENAME ${TO}/${FILE}.new ${TO}/${FILE})
  endif()
endforeach()
file(GLOB_RECURSE THERE RELATIVE ${TO} ${TO}/*)
foreach(FILE ${THERE})
  if(NOT FILE IN_LIST FILES)
    file(REMOVE ${TO}/${FILE})
  endif()
endforeach()
